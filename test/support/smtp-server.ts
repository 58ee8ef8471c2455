import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

export interface SmtpServer {
  readonly url: string
  /** Each mail whole, headers and body. */
  readonly mails: { readonly to: string; readonly text: string }[]
  /** How it answers the next recipient or, for `lost`, the end of the next mail. */
  answersNext(how: 'rate-limited' | 'gone' | 'lost'): void
  close(): Promise<void>
}

const ANSWERS = { 'rate-limited': '451 try again later', gone: '550 no such mailbox', lost: '' } as const

/** Just enough of SMTP on this machine for a test to read what was mailed. */
export async function smtpServer(): Promise<SmtpServer> {
  const mails: SmtpServer['mails'] = []
  const next: (keyof typeof ANSWERS)[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.write('220 here\r\n')
    let to = ''
    let data: string[] | null = null
    let rest = ''
    socket.setEncoding('utf8').on('data', (chunk) => {
      const lines = (rest + String(chunk)).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) hears(line)
    })
    const hears = (line: string): void => {
      if (data) {
        if (line !== '.') return void data.push(line.replace(/^\./, ''))
        mails.push({ to, text: data.join('\n') })
        data = null
        if (next[0] === 'lost') {
          next.shift()
          return void socket.destroy()
        }
        return void socket.write('250 taken\r\n')
      }
      if (/^rcpt to:/i.test(line)) {
        to = /<(.*)>/.exec(line)?.[1] ?? ''
        const how = next[0] === 'lost' ? undefined : next.shift()
        return void socket.write(`${how ? ANSWERS[how] : '250 ok'}\r\n`)
      }
      if (/^data$/i.test(line)) {
        data = []
        return void socket.write('354 go on\r\n')
      }
      if (/^quit$/i.test(line)) return void socket.end('221 bye\r\n')
      socket.write('250 ok\r\n')
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `smtp://127.0.0.1:${port}?from=alarm%40clinic.example`,
    mails,
    answersNext: (how) => void next.push(how),
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
