import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { HoldfastError, type ErrorCode } from '../../core/errors.ts'
import { objectIn, readLines, socketAddress, writeLine } from './control-wire.ts'

export interface ControlClient {
  /** Asks the running server. @throws HoldfastError with the server's code and sentence, or `control.unreachable`. */
  request(command: string, args?: Record<string, unknown>): Promise<unknown>
  /** Calls the listener with each pushed event; the answer ends that. */
  onEvent(listener: (event: Record<string, unknown>) => void): () => void
  /** Resolves when the connection is over, whoever ended it. */
  readonly closed: Promise<void>
  close(): void
}

interface Open {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: HoldfastError) => void
}

/** Connects to the control socket of a running server. @throws HoldfastError `control.unreachable` when none runs. */
export async function connectControl(path: string): Promise<ControlClient> {
  const socket = connect(socketAddress(path))
  try {
    await once(socket, 'connect')
  } catch {
    throw unreachable('No Holdfast server runs on this data folder. Start it with npm start.')
  }
  return clientOn(socket)
}

function clientOn(socket: Socket): ControlClient {
  const open = new Map<number, Open>()
  const listeners = new Set<(event: Record<string, unknown>) => void>()
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  let count = 0
  socket.on('error', () => socket.destroy())
  readLines(socket, {
    onLine: (line) => {
      const said = objectIn(line)
      if (!said) return
      if (typeof said['event'] === 'string') for (const listener of listeners) listener(said)
      else settle(open, said)
    },
    onTooLong: () => {},
  })
  socket.on('close', () => {
    for (const { reject } of open.values())
      reject(unreachable('The Holdfast server went away. Start it with npm start.'))
    open.clear()
  })
  return {
    closed,
    request: async (command, args = {}) => {
      const id = ++count
      const answer = new Promise<unknown>((resolve, reject) => open.set(id, { resolve, reject }))
      if (!(await writeLine(socket, { id, command, args }))) {
        open.get(id)?.reject(unreachable('The Holdfast server went away. Start it with npm start.'))
        open.delete(id)
      }
      return answer
    },
    onEvent: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: () => socket.destroy(),
  }
}

function settle(open: Map<number, Open>, said: Record<string, unknown>): void {
  const id = Number(said['id'])
  const waiting = open.get(id)
  open.delete(id)
  if (said['ok'] === true) waiting?.resolve(said['result'])
  else waiting?.reject(errorIn(said['error']))
}

/** Codes come from a server of this very program, which is why they are taken at their word. */
function errorIn(error: unknown): HoldfastError {
  const { code, message, retry } = (error ?? {}) as { code?: string; message?: string; retry?: HoldfastError['retry'] }
  return new HoldfastError((code ?? 'command.refused') as ErrorCode, message ?? 'The server refused.', {
    retry: retry ?? 'never',
  })
}

function unreachable(sentence: string): HoldfastError {
  return new HoldfastError('control.unreachable', sentence, { retry: 'later' })
}
