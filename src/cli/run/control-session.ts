import type { Socket } from 'node:net'
import { codeOf, HoldfastError } from '../../core/errors.ts'
import { objectIn, readLines, writeLine } from './control-wire.ts'

/** A command of the running server. Its result must survive JSON. A HoldfastError reaches the caller as code and sentence. */
export type Command = (args: Record<string, unknown>) => Promise<unknown>

/** Just enough of `adapters/terminal/hub.ts`, so that this folder needs no import of an adapter. */
export interface TerminalDoor {
  attach(address: string, show: (event: object) => Promise<boolean>): () => void
  take(address: string, saying: { kind: 'text' | 'choice' | 'pair'; value: string; key: string }): Promise<void>
}

/** One caller asks at most this many things at once. */
const OPEN_REQUESTS = 64
const SAYINGS = ['text', 'choice', 'pair'] as const

/**
 * One connection to the control socket. Requests are `{id, command, args}`, answers `{id, ok, result | error}`; commands
 * run side by side, what a terminal says goes in its order. `terminal.open` makes the connection a terminal, to which
 * events are pushed from then on.
 */
export class ControlSession {
  readonly #socket: Socket
  readonly #commands: Readonly<Record<string, Command>>
  readonly #terminal: TerminalDoor
  #open = 0
  #detach: (() => void) | undefined
  #address: string | undefined
  #lastSaid: Promise<unknown> = Promise.resolve()

  constructor(socket: Socket, commands: Readonly<Record<string, Command>>, terminal: TerminalDoor) {
    this.#socket = socket
    this.#commands = commands
    this.#terminal = terminal
    socket.on('close', () => this.#detach?.())
    readLines(socket, {
      onLine: (line) => void this.#answer(line),
      onTooLong: () => void this.#refuse(null, refused('That line is too long for a request.')),
    })
  }

  async #answer(line: string): Promise<void> {
    const request = objectIn(line)
    const id = idOf(request?.['id'])
    const command = request?.['command']
    if (!request || id === null || typeof command !== 'string') {
      return this.#refuse(id, refused('A request is one line of JSON: {"id", "command", "args"}.'))
    }
    if (this.#open >= OPEN_REQUESTS)
      return this.#refuse(id, refused('Too many requests at once. Wait for answers first.'))
    this.#open++
    try {
      const result = await this.#run(command, objectOf(request['args']))
      await writeLine(this.#socket, { id, ok: true, result: result ?? null })
    } catch (error) {
      await this.#refuse(id, error)
    } finally {
      this.#open--
    }
  }

  #run(command: string, args: Record<string, unknown>): Promise<unknown> {
    if (command === 'terminal.open') return this.#openTerminal(args)
    if (command === 'terminal.say') return this.#inOrder(() => this.#say(args))
    const run = Object.hasOwn(this.#commands, command) ? this.#commands[command] : undefined
    if (!run)
      throw new HoldfastError(
        'command.unknown',
        `The server knows no command ${JSON.stringify(command.slice(0, 60))}. Is it an older version?`,
      )
    return run(args)
  }

  async #openTerminal(args: Record<string, unknown>): Promise<unknown> {
    const address = textOf(args['address'])
    if (!address.startsWith('terminal:')) throw refused('A terminal\'s address begins with "terminal:".')
    this.#detach?.()
    this.#address = address
    this.#detach = this.#terminal.attach(address, (event) => writeLine(this.#socket, event))
    return { address }
  }

  async #say(args: Record<string, unknown>): Promise<void> {
    const kind = SAYINGS.find((saying) => saying === args['kind'])
    if (this.#address === undefined) throw refused('Open a terminal first.')
    if (!kind) throw refused('A terminal says text, choice or pair.')
    await this.#terminal.take(this.#address, { kind, value: textOf(args['value']), key: textOf(args['key']) })
  }

  #inOrder(run: () => Promise<unknown>): Promise<unknown> {
    const result = this.#lastSaid.then(run)
    this.#lastSaid = result.catch(() => undefined)
    return result
  }

  async #refuse(id: string | number | null, error: unknown): Promise<void> {
    await writeLine(this.#socket, { id, ok: false, error: errorOnTheWire(error) })
  }
}

/** A foreign error's message may quote a person, so only its code goes over. */
function errorOnTheWire(error: unknown): { code: string; message: string; retry: string } {
  if (error instanceof HoldfastError) return { code: error.code, message: error.message, retry: error.retry }
  const message = `The server could not do that (${codeOf(error)}). Its log says more.`
  return { code: 'command.refused', message, retry: 'never' }
}

function refused(sentence: string): HoldfastError {
  return new HoldfastError('command.refused', sentence)
}

function idOf(id: unknown): string | number | null {
  return typeof id === 'string' || typeof id === 'number' ? id : null
}

function objectOf(args: unknown): Record<string, unknown> {
  return typeof args === 'object' && args !== null ? (args as Record<string, unknown>) : {}
}

function textOf(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw refused('A word is missing in that request.')
  return value
}
