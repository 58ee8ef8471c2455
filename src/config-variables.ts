import { z } from 'zod'

/*
 * The rules of the environment: what each variable must look like, and what one asks of another. Every sentence names
 * its variable and the cure, and quotes no value: many are secrets.
 */

const DEFAULT_DATA_DIR = '.holdfast'
const DEFAULT_PORT = '3000'
const KEY_CURE = 'Make one with `openssl rand -base64 32` and keep a copy apart from the database.'

const postgres = (example: string) => url(['postgres:', 'postgresql:'], example)
const web = (example: string) => url(['http:', 'https:'], example).transform((text) => text.replace(/\/+$/, ''))

/** One rule per variable; its message is what is wrong and the cure. An empty variable counts as absent. */
export const Variables = z.object({
  DATABASE_URL: postgres('postgresql://login:password@host:5432/database').optional(),
  DATABASE_OWNER_URL: postgres('postgresql://owner:password@host:5432/database').optional(),
  HOLDFAST_DATA_DIR: z.string().default(DEFAULT_DATA_DIR),
  HOLDFAST_KEY: z.string().transform(keyIn).optional(),
  HOLDFAST_KEY_NEXT: z.string().transform(keyIn).optional(),
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
export type Variables = z.infer<typeof Variables>

/** What one variable asks of another. */
export function missing(variables: Variables): string[] {
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
      variables.HOLDFAST_KEY_NEXT !== undefined && variables.HOLDFAST_KEY?.equals(variables.HOLDFAST_KEY_NEXT) === true,
      'HOLDFAST_KEY_NEXT is the same as HOLDFAST_KEY. Make a new one, or remove it: the change is done.',
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
