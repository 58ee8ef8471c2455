import { html } from 'hono/html'
import { Private } from '../../core/private.ts'
import type { Account } from '../../ports/access.ts'
import { field, form, notice } from '../look/layout.ts'
import { go, NotFound, page, type Answer, type Stranger, type Visit } from '../http/visit.ts'
import { isPassword, isSame, recoveryHash } from './secrets.ts'
import { sessionHash } from './session.ts'
import { stepOf } from './totp.ts'

/** How many may fail before a wait: of one name, and of one address behind which a whole clinic may sit. */
const FREE = { name: 5, address: 20 } as const

const CLOSED =
  'That did not work. Check the name, the password and the code; a code opens once, so wait for the next one.'

export async function signInPage(visit: Stranger): Promise<Answer> {
  return page('Sign in', signInForm(visit))
}

const signInForm = (visit: Stranger, told = '') =>
  html`${told ? html`<p class="notice warm" role="alert">${told}</p>` : ''}
    ${form(
      visit,
      '/sign-in',
      html`${field({ name: 'name', label: 'Sign-in name', autocomplete: 'username', required: true })}
        ${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', required: true })}
        ${field({ name: 'code', label: 'Code', autocomplete: 'one-time-code', required: true, hint: 'Six digits from your app, or one of your recovery codes.' })}
        <button>Sign in</button>`,
    )}
    <p class="hint">
      No account yet, or everything lost? Whoever runs Holdfast in your clinic can send you a new link.
    </p>`

/** One answer for every way in which it can fail, after the same work. */
export async function signIn(visit: Stranger): Promise<Answer> {
  const { deps, form: sent, address } = visit
  const name = new Private(nameOf(sent.get('name')))
  const wait = await deps.access.attempt(deps.clinic, [
    { whose: new Private(`name|${name.reveal()}`), free: FREE.name },
    { whose: new Private(`address|${address}`), free: FREE.address },
  ])
  if (wait > 0) {
    const told = `Too many attempts. Please wait ${wait > 90 ? `${Math.ceil(wait / 60)} minutes` : `${wait} seconds`}, then try again.`
    return page('Sign in', signInForm(visit, told), 429)
  }
  const account = await deps.access.account(deps.clinic, name)
  if (!(await isRight(visit, account, { password: sent.get('password'), code: sent.get('code') })) || account === null)
    return page('Sign in', signInForm(visit, CLOSED), 403)
  await deps.access.forget(deps.clinic, new Private(`name|${name.reveal()}`))
  await openSession(visit, account.clinician)
  return go('')
}

/** Names are typed on telephones, too: case and spaces around do not count. */
export const nameOf = (typed: string) => typed.trim().toLowerCase()

interface Given {
  readonly password: string
  readonly code: string
}

/** Password first, so that a guess at it uses up no code. */
async function isRight(
  { deps }: Pick<Stranger, 'deps'>,
  account: Account | null,
  { password, code }: Given,
): Promise<boolean> {
  const known = await isPassword(account?.password ?? null, password)
  if (!known || account === null) return false
  const step = stepOf(account.totp, code, deps.world.now())
  if (step !== null) return deps.access.useStep(deps.clinic, account.clinician, step)
  return deps.access.useRecoveryCode(deps.clinic, account.clinician, recoveryHash(code))
}

async function openSession({ deps, signIn: give }: Stranger, clinician: Account['clinician']): Promise<void> {
  const token = deps.randomBytes(32).toString('base64url')
  await deps.access.openSession({ clinic: deps.clinic, clinician, tokenHash: sessionHash(token) })
  give(token)
}

export async function signOut({ deps, session }: Visit): Promise<Answer> {
  await deps.access.endSession(deps.clinic, session)
  return go('/sign-in')
}

/** The printed link of the demo clinic: on this machine only, and never in a real clinic. */
export async function demoSignIn(visit: Stranger): Promise<Answer> {
  const { deps, settings, host } = visit
  const { demo } = deps
  const isHere = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host)
  if (!demo || !settings.demo || !isHere || !isSame(visit.query('key') ?? '', demo.key)) throw new NotFound()
  await openSession(visit, demo.clinician)
  return go('')
}

/** Password and code once more, before what is hard to take back or leaves the house. */
export async function provePage(visit: Visit): Promise<Answer> {
  return page('It is still you?', proveForm(visit))
}

const proveForm = (visit: Visit, told = '') =>
  html`${told ? html`<p class="notice warm" role="alert">${told}</p>` : ''}
    <p>What you asked for needs your password and a new code. Afterwards, open it again within five minutes.</p>
    ${form(
      visit,
      '/account/prove',
      html`${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', required: true })}
        ${field({ name: 'code', label: 'Code', autocomplete: 'one-time-code', required: true })}<button>Go on</button>`,
    )}`

export async function prove(visit: Visit): Promise<Answer> {
  if (!(await isStillThem(visit))) return page('It is still you?', proveForm(visit, CLOSED), 403)
  await visit.deps.access.proveSession(visit.clinic, visit.session)
  return page('Thank you', notice('You may now open what you asked for, within five minutes.'))
}

/** Throttled like a sign-in. */
export async function isStillThem(visit: Visit): Promise<boolean> {
  const { deps, clinic, who, form: sent } = visit
  const whose = new Private(`prove|${who.clinician}`)
  if ((await deps.access.attempt(clinic, [{ whose, free: FREE.name }])) > 0) return false
  const account = await deps.access.account(clinic, who.clinician)
  const right = await isRight(visit, account, { password: sent.get('password'), code: sent.get('code') })
  if (right) await deps.access.forget(clinic, whose)
  return right
}
