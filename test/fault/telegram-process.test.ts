import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import { startTelegram, type Shown, type TelegramEmulator, type TelegramUser } from '../support/telegram/emulator.ts'

/*
 * Everything real but Telegram's own servers: `holdfast init`, `sign`, `start` and the rest as processes, on the
 * embedded database in a folder of its own; two people with Telegram in their hands.
 */

const folder = mkdtempSync(join(tmpdir(), 'holdfast-telegram-'))
const KEY = createHash('sha256').update('a key for this test').digest('base64')
let telegram: TelegramEmulator | undefined
let server: ChildProcess | undefined

afterEach(async () => {
  if (server && server.exitCode === null) {
    const gone = once(server, 'exit')
    server.kill('SIGKILL')
    await gone
  }
  await telegram?.close()
  rmSync(folder, { recursive: true, force: true })
})

const environment = (more: NodeJS.ProcessEnv = {}) => ({
  PATH: process.env['PATH'],
  HOLDFAST_DATA_DIR: folder,
  HOLDFAST_KEY: KEY,
  PORT: '0',
  ...more,
})

/** A command as somebody types it; its JSON. */
async function holdfast(...args: string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, ['src/cli/holdfast.mjs', ...args, '--json'], {
    env: environment(),
  })
  return JSON.parse(stdout)
}

async function startServer({ token, apiRoot }: TelegramEmulator): Promise<void> {
  const child = spawn(process.execPath, ['src/cli/holdfast.mjs', 'start'], {
    env: environment({ TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: apiRoot }),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  server = child
  let printed = ''
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      if (printed.includes('Holdfast is ready')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${printed}`)))
  })
}

/** Reads on until a message comes that is wanted. */
async function reads(user: TelegramUser, wanted: (shown: Shown) => boolean): Promise<Shown> {
  for (;;) {
    const shown = await user.sees()
    if (wanted(shown)) return shown
  }
}
const offers = (label: string) => (shown: Shown) => shown.buttons.some((button) => button.label === label)
const saying = (words: string) => (shown: Shown) => shown.text.includes(words)

test(
  'a clinic on Telegram: paired, confirmed, a practice by buttons, a 9, and the client learns who read it',
  { timeout: 120_000 },
  async () => {
    await holdfast('init', '--name', 'The practice', '--zone', 'Australia/Sydney')
    const robin = (await holdfast('clinician', 'add', '--name', 'Robin Reed', '--on-call')) as { pairingCode: string }
    await holdfast('sign', '--all', '--by', 'Robin Reed')

    telegram = await startTelegram()
    telegram.world.saidAt = () => Math.floor(Date.now() / 1000)
    await startServer(telegram)
    const [client, therapist] = [telegram.user('Alex'), telegram.user('Robin')]
    await therapist.says(`/start ${robin.pairingCode}`)
    await reads(therapist, saying('You are linked.'))
    const added = (await holdfast(
      'client',
      'add',
      '--name',
      'Alex',
      '--country',
      'AU',
      '--zone',
      'Australia/Sydney',
    )) as { clientId: string; telegramLink: string }
    await holdfast('plan', 'alone', added.clientId, 'safe-place-rehearsal', '--by', 'Robin Reed')
    await client.says(`/start ${new URL(added.telegramLink).searchParams.get('start')}`)
    await reads(client, saying('A clinician still confirms'))
    const [pending] = (await holdfast('link', 'list')) as { link: string }[]
    await holdfast('link', 'confirm', pending?.link ?? '')

    const taps = async (label: string, then: (shown: Shown) => boolean) => {
      await client.taps(label)
      return reads(client, then)
    }
    await client.says('hello')
    await reads(client, offers('Yes, I want this'))
    await taps('Yes, I want this', offers('Try the stop button'))
    await taps('Go on without trying', offers('Try I am not OK'))
    await taps('Go on without trying', offers('Yes, show me'))
    await taps('No, not now', saying('That is the whole welcome'))
    await client.says('hi')
    await reads(client, offers('My place'))
    await taps('My place', offers('Skip'))
    await taps('Skip', offers('Yes, ready'))
    await taps('Yes, ready', offers('7'))
    await taps('3', offers('7'))
    await taps('8', saying('Find a position')) // and then a pause, in which the imagery ends

    await client.says('9')
    const card = await reads(client, offers('Not safe'))
    expect(card.silent, 'a crisis line makes a sound').toBe(false)
    expect(client.screen().at(-3)?.text).toContain('000')
    expect(client.screen().at(-2)?.text).toMatch(/^text Lifeline \+61/)

    const notice = await reads(therapist, offers('I have it'))
    // A pseudonym and a time, and not a word more (P11).
    expect(notice.text).toMatch(/^RED [A-Z0-9]{4}, since \w+ \d\d:\d\d \(Australia\/Sydney\)\. Nobody has it yet\.$/)
    await therapist.taps('I have it')
    await reads(therapist, saying('You have it.'))
    await reads(client, saying('Robin Reed has read it'))

    const [flag] = (await holdfast('flags')) as { level: string; state: string; reasons: { rule: string }[] }[]
    expect(flag).toMatchObject({ level: 'red', state: 'taken' })
    expect(flag?.reasons[0]).toMatchObject({ rule: 'rating-9' })
    const imagery = client.screen().filter(({ text }) => /Take the time you need|What do you notice/.test(text))
    expect(imagery, 'what waited in the pause is never sent').toEqual([])
  },
)
