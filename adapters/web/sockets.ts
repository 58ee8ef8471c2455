import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { codeOf } from '../../src/core/errors.ts'
import type { Log } from '../../src/ports/world.ts'
import type { PageDesk } from './desk.ts'
import { sayingIn } from './saying.ts'

/** Bytes of one frame: the longest text, escaped at its worst, and a little. */
const FRAME_BYTES = 128 * 1024
/** Pages of one address that are open at once. */
const PAGES = 12

export interface SocketOptions {
  readonly desk: PageDesk
  readonly log: Log
  /** The address that a request may have, or why not: 401 unknown, 403 from another page. */
  admit(request: IncomingMessage): string | 401 | 403
}

/** Pages that are connected by socket. Frames are JSON; see `adapters/web/README.md`. */
export class Sockets {
  readonly #with: SocketOptions
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: FRAME_BYTES, clientTracking: true })
  readonly #counts = new Map<string, number>()

  constructor(options: SocketOptions) {
    this.#with = options
  }

  /** Takes over a request for `/chat/socket`; false: it is somebody else's. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    if (new URL(request.url ?? '/', 'http://here').pathname !== '/chat/socket') return false
    const address = this.#with.admit(request)
    if (typeof address !== 'string') {
      this.#with.log.warn('web.refused', { status: address })
      socket.end(`HTTP/1.1 ${address} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      return true
    }
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#open(opened, address))
    return true
  }

  close(): void {
    // 1012: the service restarts, and the page comes again.
    for (const client of this.#server.clients) client.close(1012)
  }

  #open(socket: WebSocket, address: string): void {
    const open = this.#counts.get(address) ?? 0
    if (open >= PAGES) return socket.close(1013)
    this.#counts.set(address, open + 1)
    const tell = (frame: object) => socket.send(JSON.stringify(frame), () => {})
    const detach = this.#with.desk.attach(address, (entry) => tell({ type: 'entries', entries: [entry] }))
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      detach()
      const left = (this.#counts.get(address) ?? 1) - 1
      if (left === 0) this.#counts.delete(address)
      else this.#counts.set(address, left)
    })
    socket.on('message', (data: RawData, isBinary) => {
      if (isBinary) return socket.close(1003)
      void this.#answer(address, textOf(data), tell)
    })
  }

  async #answer(address: string, data: string, tell: (frame: object) => void): Promise<void> {
    const frame = objectIn(data)
    if (!frame) return tell({ type: 'refused', why: 'unreadable' })
    const after = frame['after']
    if (frame['type'] === 'resume' && Number.isSafeInteger(after)) return this.#resume(address, Number(after), tell)
    const saying = sayingIn(frame)
    const id = frame['id']
    if (saying === null || saying === 'too-long') return tell({ type: 'refused', id, why: saying ?? 'unreadable' })
    try {
      await this.#with.desk.take(address, saying)
      tell({ type: 'taken', id })
    } catch (error) {
      this.#with.log.warn('web.not-taken', { code: codeOf(error) })
      tell({ type: 'not-taken', id })
    }
  }

  async #resume(address: string, after: number, tell: (frame: object) => void): Promise<void> {
    try {
      tell({ type: 'entries', entries: await this.#with.desk.read(address, after), upToDate: true })
    } catch (error) {
      this.#with.log.warn('web.not-read', { code: codeOf(error) })
      tell({ type: 'not-read' })
    }
  }
}

function textOf(data: RawData): string {
  return (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)).toString('utf8')
}

function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
