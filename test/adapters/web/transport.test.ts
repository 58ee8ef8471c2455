import { fileURLToPath } from 'node:url'
import { execFileSync } from 'node:child_process'
import { afterEach, expect, test } from 'vitest'
import { bodiesOf, createInbox } from '../channel-under-test.ts'
import { pageByRequest, pageBySocket, webServer } from './under-test.ts'

let close = () => Promise.resolve()
afterEach(() => close())

async function open() {
  const server = await webServer()
  close = server.close
  return server
}

test('Botkit is installed: as an optional package it would be missing in silence', () => {
  const node = process.execPath
  const found = execFileSync(
    node,
    ['--input-type=module', '-e', "process.stdout.write(import.meta.resolve('botkit'))"],
    {
      cwd: fileURLToPath(new URL('../../..', import.meta.url)),
      encoding: 'utf8',
    },
  )
  expect(found).toMatch(/node_modules\/botkit\//)
})

test('Botkit is loaded only when the channel starts', () => {
  const script = `
    await import('./adapters/web/index.ts')
    const { createRequire } = await import('node:module')
    const loaded = Object.keys(createRequire(import.meta.url).cache ?? {}).filter((path) => path.includes('/botkit/'))
    process.stdout.write(String(loaded.length))`
  const cwd = fileURLToPath(new URL('../../..', import.meta.url))
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd, encoding: 'utf8' })
  expect(out).toBe('0')
})

test.each(['request', 'socket'] as const)(
  'a crash while a message is taken neither hangs the page nor loses the message, by %s',
  async (how) => {
    const { channel, origin } = await open()
    const inbox = createInbox()
    let crashes = 1
    await channel.start(async (message) => {
      if (crashes-- > 0) throw new TypeError('a bug of ours')
      await inbox.receive(message)
    })
    const page = how === 'socket' ? await pageBySocket(origin) : pageByRequest(origin)
    const saying = { id: 'saying-0001', text: 'hello' }
    expect(await page.say(saying)).toBe(false)
    expect(await page.say(saying)).toBe(true)
    expect(bodiesOf(inbox.rows.values())).toEqual([{ kind: 'text', text: 'hello' }])
    page.close()
  },
)

test('two answers that arrive together are both taken', async () => {
  const { channel, origin } = await open()
  const inbox = createInbox()
  await channel.start(inbox.receive)
  const page = pageByRequest(origin)
  const said = await Promise.all(['one', 'two'].map((text) => page.say({ id: `saying-${text}`, text })))
  expect(said).toEqual([true, true])
  expect(inbox.rows.size).toBe(2)
})

test('who writes is read from the cookie, whatever a message says of itself', async () => {
  const { channel, origin } = await open()
  const inbox = createInbox()
  await channel.start(inbox.receive)
  await pageByRequest(origin).say({ id: 'saying-0001', text: 'hello', user: 'somebody', from: { id: 'somebody' } })
  expect([...inbox.rows.values()].map(({ address }) => address.reveal())).toEqual(['web:robin-0001'])
})

test('what is sent while nobody is there is read when they come, and once', async () => {
  const { channel, origin } = await open()
  await channel.start(async () => {})
  const { line } = await import('../sample-messages.ts')
  const { Private } = await import('../../../src/core/private.ts')
  const to = new Private('web:robin-0001')
  await channel.send(to, line('Yesterday was hard.'), 'k1')
  await channel.send(to, line('Yesterday was hard.'), 'k1')
  const page = await pageBySocket(origin)
  expect(await page.entries()).toHaveLength(1)
  page.close()
})
