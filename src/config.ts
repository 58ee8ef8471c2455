import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { missing, Variables } from './config-variables.ts'
import { HoldfastError } from './core/errors.ts'

/** Everything that the environment decides. Only this file reads it. */
export interface Config {
  /** Absolute. */
  readonly dataDir: string
  readonly masterKey: Buffer
  /** While the master key changes: the one that follows it. */
  readonly nextKey: Buffer | null
  /** `data folder`: no key was given and this is a demo, so one was made and kept there. */
  readonly keyFrom: 'environment' | 'data folder'
  readonly database:
    | { readonly kind: 'embedded'; readonly folder: string }
    | {
        readonly kind: 'postgresql'
        readonly url: string
        readonly ownerUrl: string | null
        readonly singleRole: boolean
      }
  readonly port: number
  /** Without a slash at its end. */
  readonly publicUrl: string | null
  readonly telegram: {
    readonly token: string
    readonly apiRoot: string | null
    readonly webhookSecret: string | null
  } | null
  readonly slack: {
    readonly botToken: string
    readonly signingSecret: string | null
    readonly appToken: string | null
    readonly apiUrl: string | null
  } | null
  readonly smtpUrl: string | null
  readonly notifyWebhookUrl: string | null
  /** Whole sentences for the log and for `doctor`. */
  readonly warnings: readonly string[]
}

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads and checks the environment. In a demo without HOLDFAST_KEY it makes a key in the data folder.
 * @throws HoldfastError `config.invalid`, which names every variable that is missing or malformed, each with its cure.
 */
export function readConfig(env: Environment = process.env, { singleRole = false } = {}): Config {
  const given = Object.fromEntries(
    Object.keys(Variables.shape).flatMap((name) => (env[name]?.trim() ? [[name, env[name].trim()]] : [])),
  )
  const read = Variables.safeParse(given)
  if (!read.success) {
    refuse(read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`))
  }
  const variables = read.data
  const wanting = missing(variables)
  if (wanting.length > 0) refuse(wanting)
  const dataDir = resolve(variables.HOLDFAST_DATA_DIR)
  const own = variables.HOLDFAST_KEY
  return {
    dataDir,
    masterKey: own ?? demoKey(dataDir),
    nextKey: variables.HOLDFAST_KEY_NEXT ?? null,
    keyFrom: own ? 'environment' : 'data folder',
    warnings: own
      ? []
      : ['HOLDFAST_KEY is not set, so a demo key in the data folder is used. Set it before anybody real is added.'],
    ...placesIn(variables, dataDir, singleRole),
    ...channelsIn(variables),
  }
}

/** Names of the variables that reach real people. A server on this machine that plays the platform reaches nobody. */
export function realChannelTokens({ telegram, slack }: Pick<Config, 'telegram' | 'slack'>): string[] {
  return [
    ...(telegram && !isThisMachine(telegram.apiRoot) ? ['TELEGRAM_BOT_TOKEN'] : []),
    ...(slack && !isThisMachine(slack.apiUrl) ? ['SLACK_BOT_TOKEN'] : []),
  ]
}

function placesIn(variables: Variables, folder: string, singleRole: boolean) {
  const { DATABASE_URL: database, DATABASE_OWNER_URL: ownerUrl = null } = variables
  return {
    database: database
      ? ({ kind: 'postgresql', url: database, ownerUrl, singleRole } as const)
      : ({ kind: 'embedded', folder } as const),
    port: variables.PORT,
    publicUrl: variables.PUBLIC_URL ?? null,
    smtpUrl: variables.SMTP_URL ?? null,
    notifyWebhookUrl: variables.NOTIFY_WEBHOOK_URL ?? null,
  }
}

function channelsIn(variables: Variables): Pick<Config, 'telegram' | 'slack'> {
  const { TELEGRAM_BOT_TOKEN: token, SLACK_BOT_TOKEN: botToken } = variables
  return {
    telegram: token
      ? {
          token,
          apiRoot: variables.TELEGRAM_API_ROOT ?? null,
          webhookSecret: variables.TELEGRAM_WEBHOOK_SECRET ?? null,
        }
      : null,
    slack: botToken
      ? {
          botToken,
          signingSecret: variables.SLACK_SIGNING_SECRET ?? null,
          appToken: variables.SLACK_APP_TOKEN ?? null,
          apiUrl: variables.SLACK_API_URL ?? null,
        }
      : null,
  }
}

/** Made once. Of two processes that start at the same moment, both use the one that was first. */
function demoKey(dataDir: string): Buffer {
  const path = join(dataDir, 'demo.key')
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  try {
    writeFileSync(path, `${randomBytes(32).toString('base64')}\n`, { flag: 'wx', mode: 0o600, flush: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const key = Buffer.from(readFileSync(path, 'utf8'), 'base64')
  if (key.length !== 32) refuse([`${path} holds no key. Bring it back from a copy, or delete the demo's data folder.`])
  return key
}

function isThisMachine(address: string | null): boolean {
  if (address === null) return false
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(address).hostname)
}

function refuse(sentences: readonly string[]): never {
  throw new HoldfastError('config.invalid', sentences.join('\n'))
}
