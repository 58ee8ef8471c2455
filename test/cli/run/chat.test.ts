import { EventEmitter, once } from 'node:events'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { TerminalHub } from '../../../adapters/terminal/index.ts'
import type { Button, Inbound } from '../../../src/core/message.ts'
import { chat } from '../../../src/cli/run/chat.ts'
import type { Command } from '../../../src/cli/run/control-session.ts'
import { HoldfastError } from '../../../src/core/errors.ts'
import { createClock, type FakeClock } from '../../adapters/fake-clock.ts'
import { buttons } from '../../adapters/sample-messages.ts'
import { controlFolder, type ControlFolder } from './control-server.ts'

let folder: ControlFolder
let clock: FakeClock
beforeEach(() => {
  folder = controlFolder()
  clock = createClock()
})
afterEach(() => folder.remove())

/** A server that can be spoken to: what it heard, and what it says. */
function createServer() {
  const hub = new TerminalHub()
  const heard: unknown[] = []
  const news = new EventEmitter()
  const opened: Record<string, unknown>[] = []
  let isDown = false
  hub.listen(async ({ body, externalId }: Inbound) => {
    news.emit('offered')
    if (isDown) throw new HoldfastError('store.down', 'The store is away.', { retry: 'later' })
    const words = 'text' in body ? body.text.reveal() : JSON.stringify(body)
    heard.push(words)
    ids.push(externalId)
    news.emit('heard')
  })
  const ids: string[] = []
  const commands: Record<string, Command> = {
    'chat.open': async (args) => {
      opened.push(args)
      return { address: 'terminal:demo' }
    },
  }
  return {
    hub,
    commands,
    heard,
    ids,
    opened,
    news,
    breaks: (down: boolean) => {
      isDown = down
    },
    says: async (id: string, text: string, under: readonly Button[] = []) => {
      const event = { event: 'message', id, kind: 'line', text, buttons: under } as const
      while ((await hub.show('terminal:demo', event)) === 'nobody') await arrives()
    },
    hears: async (count: number) => {
      while (heard.length < count) await once(news, 'heard')
      return heard
    },
  }
  /** A terminal that is about to attach does so within a few turns of the loop. */
  function arrives() {
    return new Promise((resolve) => setImmediate(resolve))
  }
}

/** Starts a chat whose keyboard and screen are in the test's hands. */
function begins(options: { as?: string; pair?: string; isTTY?: boolean } = {}) {
  const input = new PassThrough()
  const output = new PassThrough()
  let screen = ''
  let count = 0
  output.on('data', (chunk: Buffer) => {
    screen += chunk.toString()
    output.emit('written')
  })
  const { isTTY = false, ...rest } = options
  const code = chat({
    path: folder.path,
    input,
    output,
    isTTY,
    wait: clock.wait,
    newId: () => `id-${++count}`,
    ...rest,
  })
  return {
    input,
    code,
    screen: () => screen,
    types: (line: string) => void input.write(`${line}\n`),
    shows: async (text: string) => {
      while (!screen.includes(text)) await once(output, 'written')
    },
  }
}

/** Lets the bot's silence last until somebody who waited for it has woken. */
async function aQuietSecond(): Promise<void> {
  await clock.someoneWaits()
  clock.passes(1000)
}

describe('a person at the keyboard', () => {
  test('reads messages with numbered buttons and answers by number, label or words', async () => {
    const server = createServer()
    await folder.opens(server.commands, server.hub)
    const person = begins({ isTTY: true })
    await server.says('k1', 'Shall we begin?', buttons('Ready', 'Not now'))
    await person.shows('[1] Ready  [2] Not now')
    for (const line of ['1', 'not now', 'in a minute', 'STOP']) person.types(line)
    expect(await server.hears(4)).toEqual([
      '{"kind":"choice","token":"ask-00000001.ready"}',
      '{"kind":"choice","token":"ask-00000001.not-now"}',
      'in a minute',
      'STOP',
    ])
    person.input.end()
    expect(await person.code).toBe(0)
  })

  test('sees a message once, however often it is sent, and no button that was taken back', async () => {
    const server = createServer()
    await folder.opens(server.commands, server.hub)
    const person = begins({ isTTY: true })
    await server.says('k1', 'Shall we begin?', buttons('Ready'))
    await server.says('k1', 'Shall we begin?', buttons('Ready'))
    await server.hub.show('terminal:demo', { event: 'retract', id: 'k1' })
    await server.says('k2', 'Take your time.')
    await person.shows('Take your time.')
    person.types('1')
    expect(await server.hears(1)).toEqual(['1'])
    expect(person.screen().match(/Shall we begin/g)).toHaveLength(1)
    person.input.end()
    await person.code
  })

  test('is told when the server goes away and comes back, and nothing they typed is lost or doubled', async () => {
    const server = createServer()
    const first = await folder.opens(server.commands, server.hub)
    const person = begins({ isTTY: true })
    await person.shows('Ctrl-D')
    await first.close()
    await person.shows('went away')
    person.types('still here')
    await aQuietSecond()
    await folder.opens(server.commands, server.hub)
    await aQuietSecond()
    await person.shows('The server is back.')
    expect(await server.hears(1)).toEqual(['still here'])
    person.input.end()
    expect(await person.code).toBe(0)
  })

  test('words that the store could not take are said again under the same name', async () => {
    const server = createServer()
    await folder.opens(server.commands, server.hub)
    server.breaks(true)
    const person = begins({ isTTY: true })
    const offered = once(server.news, 'offered')
    person.types('good morning')
    await offered
    await clock.someoneWaits()
    server.breaks(false)
    clock.passes(1000)
    expect(await server.hears(1)).toEqual(['good morning'])
    expect(server.ids).toEqual(['terminal:demo:id-1'])
    person.input.end()
    await person.code
  })
})

describe('a script at the other end of a pipe', () => {
  test('waits for the question, for a quiet second otherwise, and stays for the last answer', async () => {
    const server = createServer()
    await folder.opens(server.commands, server.hub)
    const script = begins()
    script.input.end('1\nA garden.\n')
    await server.says('k1', 'Shall we begin?', buttons('Ready', 'Not now'))
    expect(await server.hears(1)).toEqual(['{"kind":"choice","token":"ask-00000001.ready"}'])
    await server.says('k2', 'What do you notice?')
    await script.shows('What do you notice?')
    expect(server.heard).toHaveLength(1)
    await aQuietSecond()
    expect(await server.hears(2)).toHaveLength(2)
    await server.says('k3', 'Thank you.')
    await script.shows('Thank you.')
    await untilOver(script.code)
    expect(await script.code).toBe(0)
    expect(script.screen()).toMatch(/> 1\n[^]*What do you notice\?[^]*> A garden\.\n[^]*Thank you\./)
  })

  test('does not take the silence of a server that is away for its turn', async () => {
    const server = createServer()
    const first = await folder.opens(server.commands, server.hub)
    const script = begins()
    await script.shows('Ctrl-D')
    await first.close()
    await script.shows('went away')
    script.input.end('hello\n')
    await aQuietSecond()
    expect(server.heard).toEqual([])
    await folder.opens(server.commands, server.hub)
    await untilOver(script.code)
    expect(server.heard).toEqual(['hello'])
  })

  test('gives up with code 1 when the server does not come back within a minute', async () => {
    const server = createServer()
    const first = await folder.opens(server.commands, server.hub)
    const script = begins()
    await script.shows('Ctrl-D')
    await first.close()
    await untilOver(script.code)
    expect(await script.code).toBe(1)
    expect(script.screen()).toContain('npm start')
  })
})

describe('who is chatting', () => {
  test('without a name the server decides by the fixed address', async () => {
    const server = createServer()
    await folder.opens(server.commands, server.hub)
    const person = begins({ isTTY: true })
    await person.shows('Ctrl-D')
    expect(server.opened).toEqual([{ address: 'terminal:demo', pairing: false }])
    person.input.end()
    await person.code
  })

  test('a name goes to the server, a pairing code is opened first', async () => {
    const server = createServer()
    await folder.opens(server.commands, server.hub)
    const person = begins({ isTTY: true, as: 'Robin', pair: 'code-1' })
    expect(await server.hears(1)).toEqual(['{"kind":"pair","code":"code-1"}'])
    expect(server.opened).toEqual([{ address: 'terminal:demo', as: 'Robin', pairing: true }])
    person.input.end()
    await person.code
  })

  test('a name that the server refuses ends the chat with its sentence and code 1', async () => {
    await folder.opens({
      'chat.open': async () => {
        throw new HoldfastError('command.refused', 'No client is called Robin.')
      },
    })
    const person = begins({ as: 'Robin' })
    expect(await person.code).toBe(1)
    expect(person.screen()).toContain('No client is called Robin.')
  })

  test('without a server it says how to start one', async () => {
    const person = begins()
    expect(await person.code).toBe(1)
    expect(person.screen()).toContain('npm start')
  })
})

/** Lets second after second go by until it is over. */
async function untilOver(code: Promise<number>): Promise<void> {
  const left = new AbortController()
  void code.then(() => left.abort())
  while (!left.signal.aborted) {
    await Promise.race([clock.someoneWaits(), code])
    clock.passes(1000)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
