import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, statSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { HoldfastError } from '../../../src/core/errors.ts'
import { connectControl } from '../../../src/cli/run/control-client.ts'
import { LINE_LENGTH, socketAddress } from '../../../src/cli/run/control-wire.ts'
import { openControl } from '../../../src/cli/run/control.ts'
import { TerminalHub } from '../../../adapters/terminal/index.ts'
import { controlFolder, type ControlFolder } from './control-server.ts'

let folder: ControlFolder
beforeEach(() => {
  folder = controlFolder()
})
afterEach(() => folder.remove())

async function raw(): Promise<{ socket: Socket; writes: (text: string) => void; reads: () => Promise<unknown> }> {
  const socket = connect(folder.path)
  await once(socket, 'connect')
  socket.setEncoding('utf8')
  let buffer = ''
  socket.on('data', (chunk: string) => {
    buffer += chunk
    if (buffer.includes('\n')) socket.emit('line')
  })
  const reads = async () => {
    while (!buffer.includes('\n')) await once(socket, 'line')
    const [line = ''] = buffer.split('\n', 1)
    buffer = buffer.slice(line.length + 1)
    return JSON.parse(line) as unknown
  }
  return { socket, writes: (text) => void socket.write(text), reads }
}

describe('commands', () => {
  test('a command gets its arguments and its result comes back', async () => {
    await folder.opens({ add: async ({ a, b }) => Number(a) + Number(b) })
    const client = await connectControl(folder.path)
    expect(await client.request('add', { a: 2, b: 3 })).toBe(5)
    client.close()
  })

  test('commands run side by side and each answer finds its caller', async () => {
    const gate = Promise.withResolvers<void>()
    await folder.opens({
      slow: async () => {
        await gate.promise
        return 'slow'
      },
      quick: async () => {
        gate.resolve()
        return 'quick'
      },
    })
    const client = await connectControl(folder.path)
    expect(await Promise.all([client.request('slow'), client.request('quick')])).toEqual(['slow', 'quick'])
    client.close()
  })

  test('an error keeps its code, its sentence and its retry', async () => {
    await folder.opens({
      latch: async () => {
        throw new HoldfastError('store.conflict', 'Somebody else was first.', { retry: 'now' })
      },
    })
    const client = await connectControl(folder.path)
    await expect(client.request('latch')).rejects.toMatchObject({
      code: 'store.conflict',
      message: 'Somebody else was first.',
      retry: 'now',
    })
    client.close()
  })

  test('a foreign error crosses as its code, never as its message', async () => {
    await folder.opens({
      read: async () => {
        throw new TypeError('cannot read marmalade')
      },
    })
    const client = await connectControl(folder.path)
    const error = await client.request('read').catch((refused: unknown) => refused)
    expect(error).toMatchObject({ code: 'command.refused' })
    expect(String(error)).toContain('TypeError')
    expect(String(error)).not.toContain('marmalade')
    client.close()
  })

  test('an unknown command is named, an inherited name is unknown', async () => {
    await folder.opens()
    const client = await connectControl(folder.path)
    await expect(client.request('juggle')).rejects.toMatchObject({ code: 'command.unknown' })
    await expect(client.request('toString')).rejects.toMatchObject({ code: 'command.unknown' })
    client.close()
  })
})

describe('what arrives badly', () => {
  test.each(['not json\n', '[]\n', '{"command":"x"}\n', '{"id":1}\n', 'null\n'])(
    '%j gets an error and the next line is served',
    async (line) => {
      await folder.opens({ ping: async () => 'pong' })
      const { socket, writes, reads } = await raw()
      writes(line)
      expect(await reads()).toMatchObject({ ok: false, error: { code: 'command.refused' } })
      writes('{"id":2,"command":"ping"}\n')
      expect(await reads()).toEqual({ id: 2, ok: true, result: 'pong' })
      socket.destroy()
    },
  )

  test('a request in pieces and two requests at once are both understood', async () => {
    await folder.opens({ ping: async ({ n }) => n })
    const { socket, writes, reads } = await raw()
    writes('{"id":1,"comm')
    writes('and":"ping","args":{"n":"é"}}\n{"id":2,"command":"ping","args":{"n":2}}\n')
    expect(await reads()).toEqual({ id: 1, ok: true, result: 'é' })
    expect(await reads()).toEqual({ id: 2, ok: true, result: 2 })
    socket.destroy()
  })

  test('a line without end is refused and its connection closed', async () => {
    await folder.opens()
    const { socket, writes, reads } = await raw()
    writes('x'.repeat(LINE_LENGTH + 1))
    expect(await reads()).toMatchObject({ id: null, ok: false })
    if (!socket.closed) await once(socket, 'close')
    expect(socket.destroyed).toBe(true)
  })
})

describe('the socket', () => {
  test('belongs to its owner alone', async () => {
    await folder.opens()
    expect(statSync(folder.path).mode & 0o777).toBe(0o600)
  })

  test('a socket that a killed server left behind is replaced', async () => {
    const script = `require('node:net').createServer().listen(${JSON.stringify(folder.path)}, () => console.log('up'))`
    const killed = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(killed.stdout, 'data')
    killed.kill('SIGKILL')
    await once(killed, 'exit')
    expect(statSync(folder.path).isSocket()).toBe(true)
    await folder.opens({ ping: async () => 'pong' })
    const client = await connectControl(folder.path)
    expect(await client.request('ping')).toBe('pong')
    client.close()
  })

  test('a living server is not pushed aside', async () => {
    await folder.opens({ ping: async () => 'first' })
    await expect(folder.opens()).rejects.toMatchObject({ code: 'store.locked' })
    const client = await connectControl(folder.path)
    expect(await client.request('ping')).toBe('first')
    client.close()
  })

  test('without a server the cure is named', async () => {
    const error = await connectControl(folder.path).catch((unreachable: unknown) => unreachable)
    expect(error).toMatchObject({ code: 'control.unreachable', retry: 'later' })
    expect(String(error)).toContain('npm start')
  })

  test('a request that the server takes to its grave fails as unreachable', async () => {
    const begun = Promise.withResolvers<void>()
    const control = await folder.opens({
      hang: () => {
        begun.resolve()
        return new Promise(() => {})
      },
    })
    const client = await connectControl(folder.path)
    const hanging = client.request('hang')
    await begun.promise
    await Promise.all([control.close(), expect(hanging).rejects.toMatchObject({ code: 'control.unreachable' })])
    await client.closed
  })

  test('a folder that cannot be written to is named with its cure', async () => {
    const opening = openControl({
      path: join(folder.path, 'no-such-folder', 'control.sock'),
      commands: {},
      terminal: new TerminalHub(),
    })
    await expect(opening).rejects.toMatchObject({ code: 'config.invalid' })
  })
})

describe('where the socket is', () => {
  test('a path that is too long for a socket moves to a short one that both ends find', async () => {
    const deep = join(folder.path, '..', 'a'.repeat(60), 'b'.repeat(60))
    mkdirSync(deep, { recursive: true })
    const path = join(deep, 'control.sock')
    const control = await openControl({ path, commands: { ping: async () => 'pong' }, terminal: new TerminalHub() })
    expect(Buffer.byteLength(control.address)).toBeLessThanOrEqual(100)
    expect(statSync(join(control.address, '..')).mode & 0o777).toBe(0o700)
    const client = await connectControl(path)
    expect(await client.request('ping')).toBe('pong')
    client.close()
    await control.close()
  })

  test('on Windows it is a named pipe of the data folder', () => {
    const pipe = socketAddress('C:\\data\\control.sock', 'win32')
    expect(pipe).toMatch(/^\\\\\.\\pipe\\holdfast-[0-9a-f]{24}$/)
    expect(socketAddress('D:\\data\\control.sock', 'win32')).not.toBe(pipe)
  })
})

describe('terminals', () => {
  test('a terminal is shown what is sent to its address, until it goes', async () => {
    const hub = new TerminalHub()
    await folder.opens({}, hub)
    const client = await connectControl(folder.path)
    await client.request('terminal.open', { address: 'terminal:robin' })
    const shown = new Promise((resolve) => client.onEvent(resolve))
    const event = { event: 'message', id: 'k1', kind: 'line', text: 'Hello.', buttons: [] } as const
    expect(await hub.show('terminal:robin', event)).toBe('shown')
    expect(await hub.show('terminal:sam', event)).toBe('nobody')
    expect(await shown).toEqual(event)
    client.close()
    await client.closed
  })

  test('a terminal says nothing before it is open, and opens at terminal addresses only', async () => {
    await folder.opens()
    const client = await connectControl(folder.path)
    await expect(client.request('terminal.say', { kind: 'text', value: 'hello', key: '1' })).rejects.toMatchObject({
      code: 'command.refused',
    })
    await expect(client.request('terminal.open', { address: '5000000001' })).rejects.toMatchObject({
      code: 'command.refused',
    })
    await client.request('terminal.open', { address: 'terminal:robin' })
    await expect(client.request('terminal.say', { kind: 'shout', value: 'hello', key: '1' })).rejects.toMatchObject({
      code: 'command.refused',
    })
    client.close()
  })

  test('a socket server of another kind in the way is left alone', async () => {
    const other = createServer()
    other.listen(folder.path)
    await once(other, 'listening')
    await expect(folder.opens()).rejects.toMatchObject({ code: 'store.locked' })
    other.close()
    await once(other, 'close')
  })
})
