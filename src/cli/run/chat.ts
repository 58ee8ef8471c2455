import { clearLine, createInterface, cursorTo, type Interface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { HoldfastError } from '../../core/errors.ts'
import type { Button } from '../../core/message.ts'
import { ChatLine } from './chat-line.ts'
import { Pace } from './chat-pace.ts'
import { echo, layout, remark } from './chat-screen.ts'
import { meaningOf } from './chat-words.ts'

export interface ChatOptions {
  /** The control socket: `controlPath(dataFolder)`. */
  readonly path: string
  /** Which client to be. Without it the server decides. */
  readonly as?: string
  /** A pairing code to open first. */
  readonly pair?: string
  readonly input: Readable
  readonly output: Writable
  /** A person at a keyboard, or a script at the other end of a pipe. */
  readonly isTTY: boolean
  readonly wait: (ms: number) => Promise<void>
  readonly newId: () => string
}

const HOW_TO = 'Type a number, a label or your own words. STOP stops, SOS opens the crisis card. Ctrl-D leaves.'
/** A script waits a minute for a server to come back; a person decides for themselves. */
const SCRIPT_ATTEMPTS = 60

/** `holdfast chat`: the client's side of the conversation in this terminal. Resolves with the exit code. */
export async function chat(options: ChatOptions): Promise<number> {
  const screen = new Screen(options)
  const pace = new Pace(options.wait)
  let code = 0
  const line = new ChatLine({
    path: options.path,
    as: options.as,
    isPairing: options.pair !== undefined,
    wait: options.wait,
    newId: options.newId,
    attempts: options.isTTY ? Infinity : SCRIPT_ATTEMPTS,
    onEvent: (event) => {
      if (screen.shows(event)) pace.heard(Array.isArray(event['buttons']) && event['buttons'].length > 0)
    },
    onAway: () => {
      screen.writes(remark('The server went away. Your words are kept; trying to reach it again.'))
      pace.away(true)
    },
    onBack: () => {
      screen.writes(remark('The server is back.'))
      pace.away(false)
    },
    onRefused: (error) => {
      code = 1
      screen.writes(remark(error.message))
    },
  })
  try {
    screen.writes(remark((await line.open()) ?? HOW_TO))
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error
    screen.writes(remark(error.message))
    return 1
  }
  if (options.pair !== undefined) await line.say('pair', options.pair)
  await Promise.race([
    options.isTTY ? listen(options, screen, line) : followScript(options, screen, line, pace),
    line.over,
  ])
  line.close()
  return code
}

/** A person types; what they type goes when they press enter. Resolves when they leave. */
async function listen({ input, output }: ChatOptions, screen: Screen, line: ChatLine): Promise<void> {
  const typing = createInterface({ input, output, prompt: '> ' })
  screen.typing = typing
  const left = new Promise<void>((resolve) => typing.once('close', resolve))
  typing.on('line', (typed) => {
    const meaning = meaningOf(typed, screen.standing)
    if (meaning) void line.say(meaning.kind, meaning.value)
    typing.prompt()
  })
  typing.prompt()
  void line.over.then(() => typing.close())
  await left
  screen.typing = undefined
  // The shell's prompt gets a line of its own.
  output.write('\n')
}

/** A script speaks when it is its turn, and stays until the last answer has come. */
async function followScript({ input }: ChatOptions, screen: Screen, line: ChatLine, pace: Pace): Promise<void> {
  const typing = createInterface({ input })
  void line.over.then(() => typing.close())
  for await (const typed of typing) {
    await pace.turn()
    const meaning = meaningOf(typed, screen.standing)
    if (!meaning) continue
    screen.writes(echo(typed))
    pace.spoke()
    await line.say(meaning.kind, meaning.value)
  }
  await pace.quiet()
}

/** What stands on the screen: every message once, and the buttons that still hold. */
class Screen {
  readonly #output: Writable
  readonly #shown = new Set<string>()
  readonly standing = new Map<string, readonly Button[]>()
  typing: Interface | undefined

  constructor({ output }: ChatOptions) {
    this.#output = output
  }

  /** Takes a pushed event. Says whether something new stands there. */
  shows(event: Record<string, unknown>): boolean {
    const id = String(event['id'])
    if (event['event'] === 'retract') this.standing.delete(id)
    if (event['event'] !== 'message' || this.#shown.has(id)) return false
    this.#shown.add(id)
    const buttons = (event['buttons'] ?? []) as readonly Button[]
    if (buttons.length > 0) this.standing.set(id, buttons)
    this.writes(layout({ text: String(event['text']), buttons, kind: event['kind'] === 'notice' ? 'notice' : 'line' }))
    return true
  }

  /** Writes above what the person is typing, and leaves that as it was. */
  writes(block: string): void {
    if (this.typing) {
      clearLine(this.#output, 0)
      cursorTo(this.#output, 0)
    }
    this.#output.write(block)
    this.typing?.prompt(true)
  }
}
