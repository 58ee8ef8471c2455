import { randomBytes, randomUUID } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { commandTable } from '../../src/cli/operate/commands.ts'
import { createConsole } from '../../src/console/http/app.ts'
import { invitationHash } from '../../src/console/account/invitation.ts'
import { sessionHash } from '../../src/console/account/session.ts'
import { AskId, type ClinicianId, type ClinicId } from '../../src/core/ids.ts'
import { verdictOf } from '../../src/keepsake-verdict.ts'
import { adviceOn } from '../../src/lint/lint-line.ts'
import type { ClinicianRole } from '../../src/ports/people.ts'
import { readCanonical } from '../../src/script/canonical.ts'
import type { TestStore } from '../support/database.ts'
import { rehearse } from '../../src/turn/rehearse.ts'
import { depsOver } from '../cli/table.ts'
import { provenScripts, signedEngine } from '../support/flows.ts'

export const HOST = 'console.test'
/** The clock of the authenticator. */
export const NOW = new Date('2026-03-02T09:00:00Z')

/** The project's scripts, as the shelf of a server has them. */
export const scripts = provenScripts

const newAskId = () => AskId.parse('abcdefghijkl')

export interface Given {
  readonly demo?: ClinicianId
  readonly publicUrl?: string
  readonly address?: string
}

const onShelf = () =>
  scripts().map(({ hash, flow, lang, body }) => {
    const { title, kind, class: color } = readCanonical(body)
    return { hash, flow, lang, title, kind, class: color }
  })

/** A console over a clinic, to be asked without a network. */
export function aConsole(opened: TestStore, clinic: ClinicId, given: Given = {}) {
  const world = { now: () => NOW, newId: () => randomUUID() as string }
  const listeners = new Set<() => void>()
  const commands = (people: TestStore['people']) =>
    commandTable(
      depsOver(
        opened,
        { clinic },
        {
          people,
          library: { list: async () => onShelf(), publish: async () => onShelf() },
          world,
          links: { telegramUsername: () => 'a_bot', publicUrl: null, consoleUrl: `http://${HOST}/console` },
          rehearse: async (asked) =>
            rehearse({ engine: (await signedEngine()).engine, world: { ...world, newAskId } }, asked),
        },
      ),
    )
  const app = createConsole(
    {
      clinic,
      settings: async () => (await opened.people.clinics()).find(({ id }) => id === clinic)!.settings,
      access: opened.access,
      duty: opened.duty,
      peopleAs: (clinician) => opened.peopleAs(clinician),
      consoleAs: (clinician) => opened.consoleAs(clinician),
      careAs: (clinician) => opened.careAs(clinician),
      adaptationsAs: (clinician) => opened.adaptationsAs(clinician),
      commandsAs: (clinician) => commands(opened.peopleAs(clinician)),
      shelf: async () => onShelf(),
      refresh: async () => {},
      advise: (text, lang) => {
        return adviceOn(text, lang).map(({ message }) => message)
      },
      verdict: (words, lang) => verdictOf(words, lang as Parameters<typeof verdictOf>[1]),
      world,
      randomBytes,
      onChange: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      changed: () => listeners.forEach((listener) => listener()),
      publicUrl: given.publicUrl ?? null,
      demo: given.demo ? { key: 'the-key-of-this-process', clinician: given.demo } : null,
    },
    () => given.address ?? '192.0.2.1',
  )
  return { app, listeners }
}

export type App = ReturnType<typeof aConsole>['app']

export async function aClinician(opened: TestStore, clinic: ClinicId, role: ClinicianRole, name = `A ${role}`) {
  const id = randomUUID() as ClinicianId
  await opened.people.addClinician({ clinic, id, name, role, by: 'operator' })
  return id
}

/** Somebody's browser: one cookie jar, and the token of the last page. */
export class Browser {
  readonly #app: App
  readonly #host: string
  readonly cookies = new Map<string, string>()
  csrf = ''
  constructor(app: App, host = HOST) {
    this.#app = app
    this.#host = host
  }

  /** Signed in as this clinician, without the form. */
  static async as(opened: TestStore, app: App, who: { clinic: ClinicId; clinician: ClinicianId }): Promise<Browser> {
    const browser = new Browser(app)
    const token = randomBytes(32).toString('base64url')
    await opened.access.openSession({ ...who, tokenHash: sessionHash(token) })
    browser.cookies.set('holdfast', token)
    await browser.get('/account')
    return browser
  }

  async get(path: string, headers: Record<string, string> = {}) {
    return this.#keep(
      await this.#app.request(`http://${this.#host}${path === '' ? '/' : path}`, { headers: this.#headers(headers) }),
    )
  }

  async post(path: string, fields: Record<string, string | string[]> = {}, headers: Record<string, string> = {}) {
    const body = new URLSearchParams()
    for (const [name, value] of Object.entries({ csrf: this.csrf, ...fields }))
      for (const one of [value].flat()) body.append(name, one)
    return this.#keep(
      await this.#app.request(`http://${this.#host}${path}`, {
        method: 'POST',
        body: body.toString(),
        headers: this.#headers({
          'content-type': 'application/x-www-form-urlencoded',
          origin: `http://${this.#host}`,
          ...headers,
        }),
      }),
    )
  }

  /** A form with a file in it, as a browser sends one. */
  async upload(path: string, field: string, file: Uint8Array, fields: Record<string, string> = {}) {
    const body = new FormData()
    for (const [name, value] of Object.entries({ csrf: this.csrf, ...fields })) body.append(name, value)
    body.append(field, new Blob([new Uint8Array(file)]), 'recording')
    const origin = `http://${this.#host}`
    return this.#keep(
      await this.#app.request(`${origin}${path}`, { method: 'POST', body, headers: this.#headers({ origin }) }),
    )
  }

  #headers(extra: Record<string, string>): Record<string, string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    return { host: this.#host, ...(cookie && { cookie }), ...extra }
  }

  async #keep(response: Response) {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    const text = await (response.headers.get('content-type')?.includes('event-stream') ? '' : response.text())
    this.csrf = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? this.csrf
    return { status: response.status, to: response.headers.get('location'), headers: response.headers, text }
  }
}

export const SECRET = 'ab'.repeat(20)
export const PASSWORD = 'four plain words together'

/** The code that the app shows so many steps from now. */
export const codeAt = (steps = 0, secret = SECRET) =>
  new TOTP({ secret: Secret.fromHex(secret) }).generate({ timestamp: NOW.getTime() + steps * 30_000 })

/** Invites somebody and sets up their sign-in by the page. The code of the step before now is used up. */
export async function anAccount(
  opened: TestStore,
  app: App,
  who: { clinic: ClinicId; clinician: ClinicianId },
  name: string,
) {
  const token = randomBytes(32).toString('base64url')
  await opened.access.invite({
    ...who,
    tokenHash: invitationHash(token),
    totp: SECRET,
    expiresAfterMs: 60_000,
    by: 'operator',
  })
  const browser = new Browser(app)
  await browser.get(`/invitation/${token}`)
  const done = await browser.post(`/invitation/${token}`, {
    name,
    password: PASSWORD,
    again: PASSWORD,
    code: codeAt(-1),
  })
  return {
    token,
    done,
    recoveryCodes: [...done.text.matchAll(/<code>([a-z0-9-]{19})<\/code>/g)].map(([, code = '']) => code),
  }
}
