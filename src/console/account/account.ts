import { html } from 'hono/html'
import type { Html } from '../http/visit.ts'
import { go, page, Refused, type Answer, type Visit } from '../http/visit.ts'
import { field, form } from '../look/layout.ts'
import { hashPassword, newRecoveryCodes, recoveryHash, SHORTEST_PASSWORD, whyWeak } from './secrets.ts'
import { recoveryCodesShown, secretShown } from './invitation.ts'
import { isStillThem } from './sign-in.ts'
import { stepOf } from './totp.ts'

/** Of oneself: password, app, recovery codes, and where notices arrive. */
export async function accountPage(visit: Visit): Promise<Answer> {
  const { deps, clinic, who, people } = visit
  const hasAccount = (await deps.access.account(clinic, who.clinician)) !== null
  const left = await deps.access.recoveryCodesLeft(clinic, who.clinician)
  const me = (await people.clinicians(clinic)).find(({ id }) => id === who.clinician)
  const linked = me?.linked ?? []
  return page(
    'Your account',
    html`<section class="card">
        <h2>${who.name}</h2>
        <dl>
          <dt>Role</dt>
          <dd>${who.role}</dd>
          <dt>Notices arrive on</dt>
          <dd>${linked.length > 0 ? linked.join(', ') : 'no channel yet'}</dd>
        </dl>
        ${form(visit, '/account/link', html`<button class="second">Link another channel</button>`)}
      </section>
      ${hasAccount ? signInCards(visit, left) : html`<p class="soft">This account signs in by the link of the demo. It has no password.</p>`}`,
  )
}

const proof = (id: string): Html =>
  html`${field({ name: 'password', id: `${id}-password`, label: 'Your password now', type: 'password', autocomplete: 'current-password', required: true })}
  ${field({ name: 'code', id: `${id}-code`, label: 'A new code', autocomplete: 'one-time-code', required: true })}`

const signInCards = (visit: Visit, left: number): Html =>
  html`<section class="card">
      <h2>Change the password</h2>
      ${form(
        visit,
        '/account/password',
        html`${proof('pw')}
          ${field({ name: 'new', label: 'New password', type: 'password', autocomplete: 'new-password', required: true, hint: `At least ${SHORTEST_PASSWORD} characters. You will be signed out everywhere.` })}
          <button>Change the password</button>`,
      )}
    </section>
    <section class="card">
      <h2>Recovery codes</h2>
      <p>${left} of them are left. New ones replace all old ones.</p>
      ${form(visit, '/account/recovery', html`${proof('rc')}<button class="second">Make new recovery codes</button>`)}
    </section>
    <section class="card">
      <h2>A new phone</h2>
      ${form(visit, '/account/app', html`${proof('ap')}<button class="second">Show a new key for the app</button>`)}
    </section>`

const NOT_THEM = 'The password or the code was not right. A code opens once, so wait for the next one.'

export async function changePassword(visit: Visit): Promise<Answer> {
  const { deps, clinic, who, form: sent } = visit
  if (!(await isStillThem(visit))) throw new Refused(NOT_THEM)
  const weak = whyWeak(sent.get('new'), who.name)
  if (weak !== null) throw new Refused(weak)
  await deps.access.replacePassword(clinic, who.clinician, await hashPassword(sent.get('new')))
  return go('/sign-in')
}

export async function changeRecoveryCodes(visit: Visit): Promise<Answer> {
  const { deps, clinic, who } = visit
  if (!(await isStillThem(visit))) throw new Refused(NOT_THEM)
  const codes = newRecoveryCodes(deps.randomBytes)
  await deps.access.replaceRecoveryCodes(clinic, who.clinician, codes.map(recoveryHash))
  return page(
    'New recovery codes',
    recoveryCodesShown(codes, html`<p><a href="/console/account">Back to your account</a></p>`),
  )
}

/** The new key travels in the form: until its first code is typed back, the old one stands. */
export async function newApp(visit: Visit): Promise<Answer> {
  if (!(await isStillThem(visit))) throw new Refused(NOT_THEM)
  await visit.deps.access.proveSession(visit.clinic, visit.session)
  return page('A new phone', appForm(visit, visit.deps.randomBytes(20).toString('hex')))
}

const appForm = (visit: Visit, key: string): Html =>
  html`${secretShown(key, visit.who.name)}
  ${form(
    visit,
    '/account/app/confirm',
    html`<input type="hidden" name="key" value="${key}" />
      ${field({ name: 'code', label: 'Code', autocomplete: 'one-time-code', required: true, hint: 'The six digits that the app shows now. You will be signed out everywhere.' })}
      <button>Use this key</button>`,
  )}`

export async function confirmApp(visit: Visit): Promise<Answer> {
  const { deps, clinic, who, form: sent } = visit
  const key = sent.get('key')
  if (!/^[0-9a-f]{40}$/.test(key)) throw new Refused('Start again from your account.')
  const step = stepOf(key, sent.get('code'), deps.world.now())
  if (step === null) throw new Refused('That code is not the one of now. Go back and look at the app once more.')
  await deps.access.replaceTotp(clinic, who.clinician, { totp: key, step })
  return go('/sign-in')
}

/** A pairing code for one's own chat. */
export async function linkMyself({ deps, who }: Visit): Promise<Answer> {
  const made = (await deps.commandsAs(who.clinician)['people.pairClinician']?.({ clinician: who.clinician })) as {
    pairingCode: string
    telegramLink: string | null
  }
  return page(
    'Link a channel',
    html`<p>This code is shown once and is good for one day.</p>
      <p><code class="code">${made.pairingCode}</code></p>
      ${made.telegramLink ? html`<p>On Telegram, open <a href="${made.telegramLink}">${made.telegramLink}</a></p>` : ''}
      <p><a href="/console/account">Back to your account</a></p>`,
  )
}
