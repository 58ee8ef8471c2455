import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { HoldfastError } from './core/errors.ts'

/** Everything that the environment decides. Only this file reads it. */
export interface Config {
  /** Absolute. */
  readonly dataDir: string
  readonly masterKey: Buffer
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

const DEFAULT_DATA_DIR = '.holdfast'
const DEFAULT_PORT = '3000'
const KEY_CURE = 'Make one with `openssl rand -base64 32` and keep a copy apart from the database.'

const postgres = (example: string) => url(['postgres:', 'postgresql:'], example)
const web = (example: string) => url(['http:', 'https:'], example).transform((text) => text.replace(/\/+$/, ''))

/** One rule per variable; its message is what is wrong and the cure. An empty variable counts as absent. */
const Variables = z.object({
  DATABASE_URL: postgres('postgresql://login:password@host:5432/database').optional(),
  DATABASE_OWNER_URL: postgres('postgresql://owner:password@host:5432/database').optional(),
  HOLDFAST_DATA_DIR: z.string().default(DEFAULT_DATA_DIR),
  HOLDFAST_KEY: z.string().transform(keyIn).optional(),
  PORT: z
    .string()
    .default(DEFAULT_PORT)
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, 'is no port. Write a number from 0 to 65535.')
    .transform(Number),
  PUBLIC_URL: web('https://holdfast.example.org').optional(),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]+$/, 'is no bot token. Copy it from BotFather; it looks like 123456:ABC….')
    .optional(),
  TELEGRAM_API_ROOT: web('https://api.telegram.org').optional(),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{1,256}$/, 'must be 1 to 256 of the characters A-Z a-z 0-9 _ and -. Choose another.')
    .optional(),
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-', 'is no bot token. Copy the one that begins with xoxb-.').optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'is no app token. Copy the one that begins with xapp-.').optional(),
  SLACK_API_URL: web('https://slack.com/api').optional(),
  SMTP_URL: url(['smtp:', 'smtps:'], 'smtps://login:password@mail.example.org').optional(),
  NOTIFY_WEBHOOK_URL: web('https://alarm.example.org/holdfast').optional(),
})
type Variables = z.infer<typeof Variables>

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

/** What one variable asks of another. */
function missing(variables: Variables): string[] {
  const { DATABASE_URL, TELEGRAM_BOT_TOKEN, SLACK_BOT_TOKEN } = variables
  const holdsPeople = [
    DATABASE_URL === undefined ? [] : ['DATABASE_URL'],
    TELEGRAM_BOT_TOKEN === undefined ? [] : ['TELEGRAM_BOT_TOKEN'],
    SLACK_BOT_TOKEN === undefined ? [] : ['SLACK_BOT_TOKEN'],
  ].flat()
  const rules: [boolean, string][] = [
    [
      holdsPeople.length > 0 && !variables.HOLDFAST_KEY,
      `HOLDFAST_KEY is missing, and ${holdsPeople.join(' and ')} is set. ${KEY_CURE}`,
    ],
    [
      variables.DATABASE_OWNER_URL !== undefined && DATABASE_URL === undefined,
      "DATABASE_URL is missing, and DATABASE_OWNER_URL is set. Set it to the program's own login, which owns nothing.",
    ],
    [
      variables.TELEGRAM_WEBHOOK_SECRET !== undefined && variables.PUBLIC_URL === undefined,
      'PUBLIC_URL is missing, and TELEGRAM_WEBHOOK_SECRET is set. Set it to the address at which Telegram reaches this server, or remove the secret to poll.',
    ],
    [
      SLACK_BOT_TOKEN !== undefined && !variables.SLACK_SIGNING_SECRET && !variables.SLACK_APP_TOKEN,
      'SLACK_SIGNING_SECRET is missing, and SLACK_BOT_TOKEN is set. Copy it from the Slack app, or set SLACK_APP_TOKEN for Socket Mode.',
    ],
  ]
  return rules.flatMap(([isWrong, sentence]) => (isWrong ? [sentence] : []))
}

function url(protocols: readonly string[], example: string) {
  return z.string().refine((text) => {
    return URL.canParse(text) && protocols.includes(new URL(text).protocol)
  }, `is no such address. Write it as ${example}`)
}

function keyIn(text: string, context: z.RefinementCtx): Buffer {
  const key = /^[0-9a-f]{64}$/i.test(text)
    ? Buffer.from(text, 'hex')
    : /^[A-Za-z0-9+/_-]{43}=?$/.test(text)
      ? Buffer.from(text, 'base64')
      : undefined
  if (key) return key
  context.addIssue({ code: 'custom', message: `must be 32 bytes in base64 or hex. ${KEY_CURE}` })
  return z.NEVER
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
