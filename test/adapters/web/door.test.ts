import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import type { Inbound } from '../../../src/core/message.ts'
import { LIMITS } from '../../../src/core/limits.ts'
import { WORDS } from '../../../adapters/web/words.ts'
import { pageByRequest, pageBySocket, webServer } from './under-test.ts'
import { beside } from '../../support/beside.ts'

type Server = Awaited<ReturnType<typeof webServer>>
let server: Server
const open = async (change: Parameters<typeof webServer>[0] = {}) => {
  server = await webServer(change)
  return server
}
afterEach(() => server.close())

const cookieOf = (answer: Response) => answer.headers.get('set-cookie')?.split(';')[0] ?? ''

describe('the page', () => {
  test('runs nothing inline, loads nothing from elsewhere and stays out of every cache and frame', async () => {
    const { origin } = await open()
    const answer = await fetch(origin)
    const html = await answer.text()
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(html).not.toMatch(/<script(?! type="module" src="\/page\/page\.js")|<style|\son\w+=|\sstyle=/)
    const loaded = [...html.matchAll(/(?:src|<link[^>]*href)="([^"]+)"/g)].map(([, address]) => address)
    expect(loaded).toEqual(['/page/page.css', 'data:,', '/page/page.js'])
  })

  test('gives a browser an identity that no script can read, and the same one afterwards', async () => {
    const { origin } = await open()
    const first = await fetch(origin)
    expect(first.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Lax$/)
    const again = await fetch(origin, { headers: { cookie: cookieOf(first) } })
    expect(again.headers.get('set-cookie')).toBeNull()
  })

  test('binds the identity to https and this host where clients reach it so', async () => {
    const { origin } = await open({ publicUrl: 'https://chat.example.org' })
    const answer = await fetch(origin)
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-holdfast=.*; Secure$/)
  })

  test('states the numbers of the country, each to be rung by a tap', async () => {
    const { origin } = await open({
      numbers: [
        { number: '15', by: 'tel' },
        { number: '3114', by: 'tel' },
      ],
      visitorAt: async () => ({ standing: 'linked', numbers: { emergency: '15 (Ambulance)', line: '3114', text: '' } }),
    })
    const html = await (await fetch(origin)).text()
    expect(html).toContain('<a href="tel:15">15</a> (Ambulance)')
    expect(html).toContain('<a href="tel:3114">3114</a>')
  })

  test('states the international numbers while the store is away', async () => {
    const { origin } = await open({ visitorAt: () => Promise.reject(new Error('away')) })
    expect(await (await fetch(origin)).text()).toContain('findahelpline.com')
  })

  test('writes what stands on it as words, whatever they look like', async () => {
    const { origin, channel } = await open()
    const page = pageByRequest(origin)
    await channel.start(async () => {})
    const text = `</p><script>alert(1)</script>"'&`
    const { line } = await import('../sample-messages.ts')
    const { Private } = await import('../../../src/core/private.ts')
    await channel.send(new Private('web:robin-0001'), line(text, [{ token: 'a.b', label: '<i>' }]), 'k1')
    expect(await page.entries()).toHaveLength(1)
    const html = await (await fetch(origin, { headers: { cookie: page.cookie } })).text()
    expect(html).toContain('&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;')
    expect(html).toContain('>&lt;i&gt;</button>')
    expect(html).not.toContain('<script>alert')
  })

  test('serves its own files and no others', async () => {
    const { origin } = await open()
    for (const file of readdirSync(new URL('../../../adapters/web/page', import.meta.url))) {
      expect((await fetch(`${origin}/page/${file}`)).status, file).toBe(200)
    }
    for (const path of ['/page/../door.ts', '/page/%2e%2e/door.ts', '/page/', '/page.js', '/x'])
      expect((await fetch(origin + path)).status, path).toBe(404)
  })
})

describe('a form without scripts', () => {
  test('says words, and answers with the page', async () => {
    const { origin, channel } = await open()
    const inbox: Inbound[] = []
    await channel.start(async (message) => void inbox.push(message))
    const cookie = cookieOf(await fetch(origin))
    const body = new URLSearchParams({ id: 'from-a-form', text: 'hello' })
    const answer = await fetch(`${origin}/say`, {
      method: 'POST',
      headers: { cookie, origin },
      body,
      redirect: 'manual',
    })
    expect(answer.status).toBe(303)
    expect(inbox.map(({ body: said }) => said.kind)).toEqual(['text'])
  })

  test('opens a pairing link only when it is sent, with the name and the digits that the clinician sees', async () => {
    const { origin, channel } = await open()
    const inbox: Inbound[] = []
    await channel.start(async (message) => void inbox.push(message))
    const page = await fetch(`${origin}/?pair=pD3-x_9KqLm2vT7rWz0aBc`)
    const html = await page.text()
    expect(inbox).toEqual([])
    const digits = /Number of this screen: <strong>(\d\d \d\d)<\/strong>/.exec(html)?.[1]
    const body = new URLSearchParams({ code: 'pD3-x_9KqLm2vT7rWz0aBc', name: ' Robin \n R. ' })
    await fetch(`${origin}/pair`, {
      method: 'POST',
      headers: { cookie: cookieOf(page), origin },
      body,
      redirect: 'manual',
    })
    expect(inbox.map((message) => [message.body, message.display?.reveal()])).toEqual([
      [{ kind: 'pair', code: 'pD3-x_9KqLm2vT7rWz0aBc' }, `Robin R. (${digits})`],
    ])
  })

  test('that cannot be kept is answered with the numbers, and nothing is said to be sent', async () => {
    const { origin, channel } = await open()
    await channel.start(() => Promise.reject(new Error('away')))
    const cookie = cookieOf(await fetch(origin))
    const body = new URLSearchParams({ id: 'from-a-form', text: 'hello' })
    const answer = await fetch(`${origin}/say`, { method: 'POST', headers: { cookie, origin }, body })
    expect(answer.status).toBe(503)
    expect(await answer.text()).toContain(beside('page-refused-later'))
  })
})

describe('what is too much', () => {
  test('too long a text is refused as such, by form, by request and by socket', async () => {
    const { origin, channel } = await open()
    await channel.start(async () => {})
    const saying = { id: 'saying-long', text: 'x'.repeat(LIMITS.inboundLength + 1) }
    const page = pageByRequest(origin)
    const headers = { 'content-type': 'application/json', cookie: page.cookie, origin }
    const answer = await fetch(`${origin}/say`, { method: 'POST', headers, body: JSON.stringify(saying) })
    expect(answer.status).toBe(413)
    const socket = await pageBySocket(origin)
    expect(await socket.say(saying)).toBe(false)
    socket.close()
  })

  test('a body past every text is not read to its end', async () => {
    const { origin } = await open()
    const headers = { 'content-type': 'application/json', cookie: pageByRequest(origin).cookie, origin }
    const answer = await fetch(`${origin}/say`, { method: 'POST', headers, body: 'x'.repeat(300 * 1024) })
    expect(answer.status).toBe(413)
  })

  test.each([
    {},
    { id: 'x', text: 'short id' },
    { id: 'saying-0001' },
    { id: 'saying-0001', text: ' ' },
    { id: 'saying-0001', token: 'x'.repeat(65) },
  ])('what no page of ours sends is refused: %j', async (saying) => {
    const { origin, channel } = await open()
    await channel.start(async () => {})
    expect(await pageByRequest(origin).say(saying)).toBe(false)
  })
})

describe('the demo', () => {
  const demo = (origin: string, headers: Record<string, string> = {}) =>
    fetch(`${origin}/demo`, { headers, redirect: 'manual' }).then(({ status }) => status)

  test('is open to whoever sits at this machine, and to nobody behind a proxy', async () => {
    const { origin } = await open({ demo: true })
    expect(await demo(origin)).toBe(303)
    expect(await demo(origin, { 'x-forwarded-for': '203.0.113.9' })).toBe(404)
  })

  test('is not there in a real clinic', async () => {
    const { origin } = await open()
    expect(await demo(origin)).toBe(404)
    expect(await (await fetch(origin)).text()).not.toContain('/console')
  })
})

test('the words of the page are one reviewed file, and none stands in its scripts', () => {
  for (const file of readdirSync(new URL('../../../adapters/web/page', import.meta.url)).filter((name) =>
    name.endsWith('.js'),
  )) {
    const code = readFileSync(new URL(`../../../adapters/web/page/${file}`, import.meta.url), 'utf8')
    const sentences = [...code.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').matchAll(/'([A-Z][a-z]+ [^']+)'/g)]
    expect(
      sentences.map(([, words]) => words),
      file,
    ).toEqual([])
  }
  expect(WORDS.signedOffBy).toBeNull()
})
