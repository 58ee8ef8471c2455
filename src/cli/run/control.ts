import { once } from 'node:events'
import { chmodSync, rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { HoldfastError } from '../../core/errors.ts'
import { ControlSession, type Command, type TerminalDoor } from './control-session.ts'
import { prepareFolder, socketAddress } from './control-wire.ts'

export { controlPath } from './control-wire.ts'
export type { Command, TerminalDoor } from './control-session.ts'

export interface ControlOptions {
  /** `control.sock` in the data folder. */
  readonly path: string
  readonly commands: Readonly<Record<string, Command>>
  readonly terminal: TerminalDoor
}

export interface Control {
  /** Where it really listens. */
  readonly address: string
  close(): Promise<void>
}

/** More terminals and commands at once than one machine's people open. */
const CONNECTIONS = 64

/**
 * Opens the control socket: how commands and terminals on this machine reach the one process that holds the database.
 * Owner only. A socket file that a dead server left behind is replaced.
 * @throws HoldfastError `store.locked` when a living server answers there already.
 */
export async function openControl(options: ControlOptions): Promise<Control> {
  const address = socketAddress(options.path)
  prepareFolder(options.path, address)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    void new ControlSession(socket, options.commands, options.terminal)
  })
  server.maxConnections = CONNECTIONS
  await listen(server, address)
  return {
    address,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

async function listen(server: Server, address: string): Promise<void> {
  if ((await tryToListen(server, address)) === 'taken') {
    if (await isAnswered(address)) {
      throw new HoldfastError(
        'store.locked',
        'Another Holdfast server runs on this data folder. Stop it first, or use it: commands go through it.',
      )
    }
    rmSync(address, { force: true })
    if ((await tryToListen(server, address)) === 'taken') {
      throw new HoldfastError('store.locked', 'Another Holdfast server started on this data folder just now.')
    }
  }
  // Only the owner: whoever can write here can act as any clinician of this clinic.
  if (!address.startsWith('\\\\')) chmodSync(address, 0o600)
}

async function tryToListen(server: Server, address: string): Promise<'listening' | 'taken'> {
  const attempt = Promise.withResolvers<'listening' | 'taken'>()
  const onError = (error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') attempt.resolve('taken')
    else
      attempt.reject(
        new HoldfastError(
          'config.invalid',
          `The control socket could not be opened (${error.code ?? 'unknown'}). Is HOLDFAST_DATA_DIR a folder that this user may write to?`,
        ),
      )
  }
  const onListening = () => attempt.resolve('listening')
  server.once('error', onError).once('listening', onListening).listen(address)
  try {
    return await attempt.promise
  } finally {
    server.off('error', onError).off('listening', onListening)
  }
}

/** Whether a living process accepts connections there. */
async function isAnswered(address: string): Promise<boolean> {
  const socket = connect(address)
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
