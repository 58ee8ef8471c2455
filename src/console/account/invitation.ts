import { html } from 'hono/html'
import { Private } from '../../core/private.ts'
import { field, form, notice } from '../look/layout.ts'
import { NotFound, page, type Answer, type Html, type Stranger } from '../http/visit.ts'
import { digest, hashPassword, newRecoveryCodes, recoveryHash, SHORTEST_PASSWORD, whyWeak } from './secrets.ts'
import { nameOf } from './sign-in.ts'
import { appLink, stepOf, typedSecret } from './totp.ts'

export const invitationHash = (token: string) => digest(`invitation|${token}`)

/** The one-time link: a sign-in name, a password, and the app that shows codes. */
export async function invitationPage(visit: Stranger): Promise<Answer> {
  const invitation = await invitationOf(visit)
  return page('Welcome', invitationForm(visit, invitation))
}

export async function acceptInvitation(visit: Stranger): Promise<Answer> {
  const { deps, form: sent } = visit
  const invitation = await invitationOf(visit)
  const [name, password] = [nameOf(sent.get('name')), sent.get('password')]
  const again = (told: string) => page('Welcome', invitationForm(visit, invitation, told), 400)
  if (!/^[\p{L}\p{N}._@+-]{3,60}$/u.test(name))
    return again('The sign-in name needs 3 to 60 letters, digits or . _ @ + -')
  if (password !== sent.get('again')) return again('The two passwords are not the same.')
  const weak = whyWeak(password, name)
  if (weak !== null) return again(weak)
  const step = stepOf(invitation.totp, sent.get('code'), deps.world.now())
  if (step === null)
    return again('That code is not the one of now. Look at the app once more; the clock of the phone must be right.')
  const codes = newRecoveryCodes(deps.randomBytes)
  const done = await deps.access.accept({
    clinic: deps.clinic,
    tokenHash: invitationHash(visit.param('token')),
    name: new Private(name),
    password: await hashPassword(password),
    step,
    recoveryCodes: codes.map(recoveryHash),
  })
  if (done === 'unknown') throw new NotFound()
  if (done === 'name-taken') return again('Please choose another sign-in name.')
  return page(
    'Almost done',
    recoveryCodesShown(codes, html`<p><a class="button" href="/console/sign-in">Sign in</a></p>`),
  )
}

async function invitationOf({ deps, param }: Stranger) {
  const invitation = await deps.access.invitation(deps.clinic, invitationHash(param('token')))
  if (!invitation) throw new NotFound()
  return invitation
}

const invitationForm = (visit: Stranger, { name, totp }: { name: string; totp: string }, told = ''): Html =>
  html`${told ? html`<p class="notice warm" role="alert">${told}</p>` : ''}
    <p>Hello ${name}. This link works once. Choose how you will sign in.</p>
    ${form(
      visit,
      `/invitation/${visit.param('token')}`,
      html`${field({ name: 'name', label: 'Sign-in name', value: visit.form.get('name'), autocomplete: 'username', required: true })}
        ${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password', required: true, hint: `At least ${SHORTEST_PASSWORD} characters. A few words in a row do well.` })}
        ${field({ name: 'again', label: 'The password again', type: 'password', autocomplete: 'new-password', required: true })}
        <h2>Your authenticator app</h2>
        ${secretShown(totp, name)}
        ${field({ name: 'code', label: 'Code', autocomplete: 'one-time-code', required: true, hint: 'The six digits that the app shows now.' })}
        <button>Set up</button>`,
    )}`

export const secretShown = (totp: string, name: string): Html =>
  html`<p>
      In the app, add an account by typing this key, or open <a href="${appLink(totp, name)}">this link</a> on the phone
      that has the app.
    </p>
    <p><code class="code">${typedSecret(totp)}</code></p>`

export const recoveryCodesShown = (codes: readonly string[], then: Html): Html =>
  html`${notice('Print these recovery codes or write them down. Each opens once, instead of the code, if the phone is lost. They are not shown again.')}
    <ul>
      ${codes.map((code) => html`<li><code>${code}</code></li>`)}
    </ul>
    ${then}`
