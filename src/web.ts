import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { Log } from './ports/world.ts'

/** A part of the web server: pages or a platform's webhook under one path, and sockets where it has any. */
export interface WebPart {
  /** Where it hangs: '/console'. '/' hangs last, under all others. */
  readonly path: string
  readonly app: Hono
  /** Takes over a connection that asks to become a socket; false: not ours. */
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean
}

export interface WebServer {
  /** Null: the port could not be had; the log says why. */
  readonly port: number | null
  close(): Promise<void>
}

/**
 * One server for everything that speaks HTTP: health, webhooks, the client's page, the console. A port that is taken
 * stops nothing else: the channels that need no port go on.
 */
export async function openWeb(port: number, parts: readonly WebPart[], log: Log): Promise<WebServer> {
  const app = new Hono()
  app.get('/health', (context) => context.json({ ok: true }))
  for (const { path, app: part } of parts.toSorted((a, b) => b.path.length - a.path.length)) app.route(path, part)
  const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }) as Server
  const upgraded = new Set<Duplex>()
  server.on('upgrade', (request, socket, head) => {
    upgraded.add(socket.once('close', () => upgraded.delete(socket)))
    if (!parts.some(({ upgrade }) => upgrade?.(request, socket, head))) socket.destroy()
  })
  const code = await outcomeOf(server)
  if (code) log.warn('web.not-listening', { port, code })
  return {
    port: code ? null : portOf(server),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        // An open stream or socket would hold the process for ever; the server forgets those that were upgraded.
        server.closeAllConnections()
        for (const socket of upgraded) socket.destroy()
      }),
  }
}

/** Null: it listens. */
function outcomeOf(server: Server): Promise<string | null> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'))
    server.once('listening', () => resolve(null))
  })
}

function portOf(server: Server): number | null {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : null
}
