import { once } from 'node:events'
import { createServer } from 'node:http'

export interface HttpReceiver {
  readonly url: string
  readonly got: { readonly headers: Readonly<Record<string, string | string[] | undefined>>; readonly body: string }[]
  /** How it answers the next request; a status of 0 breaks the line after the request was read. */
  answersNext(status: number, headers?: Record<string, string>): void
  close(): Promise<void>
}

/** Somebody else's web server on this machine. */
export async function httpReceiver(): Promise<HttpReceiver> {
  const got: HttpReceiver['got'] = []
  const next: { status: number; headers: Record<string, string> }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      got.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
      const { status, headers } = next.shift() ?? { status: 204, headers: {} }
      if (status === 0) request.socket.destroy()
      else response.writeHead(status, headers).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/hook`,
    got,
    answersNext: (status, headers = {}) => void next.push({ status, headers }),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
