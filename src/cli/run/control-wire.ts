import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync } from 'node:fs'
import type { Socket } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { HoldfastError } from '../../core/errors.ts'

/*
 * What both ends of the control socket agree on: where it is, and one JSON value per line.
 */

/** Longest line in UTF-16 units; a longer one is no request of ours. */
export const LINE_LENGTH = 256 * 1024

/** A unix socket's path has 104 bytes on macOS and 108 on Linux, one of which ends it. */
const PATH_BYTES = 100

/** The control socket of a data folder. */
export function controlPath(dataFolder: string): string {
  return join(dataFolder, 'control.sock')
}

/**
 * Where a socket of that name really is: there, or, where the name is too long for a socket, at a short one in a folder
 * of this user's in the temporary folder. On Windows a named pipe, which lives in no folder. Both ends compute it.
 */
export function socketAddress(path: string, platform: NodeJS.Platform = process.platform): string {
  const name = createHash('sha256').update(path).digest('hex').slice(0, 24)
  if (platform === 'win32') return `\\\\.\\pipe\\holdfast-${name}`
  if (Buffer.byteLength(path) <= PATH_BYTES) return path
  return join(tmpdir(), `holdfast-${userInfo().uid}`, `${name}.sock`)
}

/**
 * Makes the folder of a socket that moved to the temporary folder, where anybody may have made it first.
 * @throws HoldfastError `config.invalid` when it belongs to somebody else or is a link.
 */
export function prepareFolder(path: string, address: string): void {
  if (address === path || address.startsWith('\\\\')) return
  const folder = join(address, '..')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  if (!found.isDirectory() || found.uid !== userInfo().uid || (found.mode & 0o077) !== 0) {
    throw new HoldfastError(
      'config.invalid',
      `${folder} is not this user's alone. Remove it, or choose a shorter HOLDFAST_DATA_DIR.`,
    )
  }
}

export interface LineReader {
  readonly onLine: (line: string) => void
  /** The other end sent more than one line may hold. The socket is closed behind it. */
  readonly onTooLong: () => void
}

/** Cuts what arrives into lines. Empty ones are skipped. */
export function readLines(socket: Socket, { onLine, onTooLong }: LineReader): void {
  let rest = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '' && line.length <= LINE_LENGTH) onLine(line)
    if (rest.length > LINE_LENGTH || lines.some((line) => line.length > LINE_LENGTH)) {
      rest = ''
      onTooLong()
      socket.destroySoon()
    }
  })
}

/** Writes one value as a line. Resolves with whether the system took all of it. */
export function writeLine(socket: Socket, value: unknown): Promise<boolean> {
  if (!socket.writable) return Promise.resolve(false)
  return new Promise((resolve) => {
    socket.write(`${JSON.stringify(value)}\n`, (error) => resolve(!error))
  })
}

/** A line as a plain object, or undefined when it is none. */
export function objectIn(line: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(line)
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
    return isObject ? (parsed as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
