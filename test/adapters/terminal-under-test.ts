import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTerminalChannel, TerminalHub } from '../../adapters/terminal/index.ts'
import { Private } from '../../src/core/private.ts'
import { connectControl, type ControlClient } from '../../src/cli/run/control-client.ts'
import { openControl } from '../../src/cli/run/control.ts'
import type { ChannelUnderTest, ReadMessage } from './channel-under-test.ts'

const ADDRESS = 'terminal:robin'

/** The terminal channel with a real control socket and a client that keeps what was not stored, as `holdfast chat` does. */
export async function terminalUnderTest(): Promise<ChannelUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-'))
  const hub = new TerminalHub()
  const channel = createTerminalChannel(hub)
  const path = join(folder, 'control.sock')
  const control = await openControl({ path, commands: { ping: async () => null }, terminal: hub })
  const client = await connectControl(path)
  await client.request('terminal.open', { address: ADDRESS })
  const sayer = createSayer(client)
  const screen = createScreen(client)
  const unsupported = () => Promise.reject(new Error('A terminal cannot do that: excuse the rule.'))
  return {
    channel,
    start: (receive) => channel.start(receive),
    person: {
      address: new Private(ADDRESS),
      says: (text) => sayer.says('text', text),
      taps: (token) => sayer.says('choice', token),
      pairs: (code) => sayer.says('pair', code),
      sends: unsupported,
      edits: unsupported,
      blocks: unsupported,
      unblocks: unsupported,
      saysInGroup: unsupported,
      reads: screen.reads,
    },
    platform: {
      acknowledged: () => sayer.acknowledged(),
      onAcknowledged: (told) => sayer.onAcknowledged(told),
      drained: () => sayer.again(),
      passes: () => sayer.again(),
      repeatsLast: () => sayer.repeatsLast(),
      deliversInWrongOrder: unsupported,
      forges: async (text) => {
        const stranger = await connectControl(path)
        const refused = await stranger.request('terminal.say', { kind: 'text', value: text, key: 'x' }).then(
          () => false,
          () => true,
        )
        stranger.close()
        return refused
      },
      answersNext: () => {
        // Somebody else's broken line at the same address: the only terminal left is one that does not take the message.
        client.close()
        hub.attach(ADDRESS, () => Promise.resolve(false))
      },
    },
    logged: () => '',
    close: async () => {
      await channel.stop()
      client.close()
      await control.close()
      rmSync(folder, { recursive: true })
    },
  }
}

interface Saying {
  readonly kind: string
  readonly value: string
  readonly key: string
}

/** Says in order and keeps what was not stored: nothing goes before what is still owed. */
function createSayer(client: ControlClient) {
  const owed: Saying[] = []
  let last: Saying | undefined
  let acknowledged = 0
  let count = 0
  let told = () => {}
  const again = async () => {
    while (owed[0]) {
      const isStored = await client.request('terminal.say', { ...owed[0] }).then(
        () => true,
        () => false,
      )
      if (!isStored) return
      last = owed.shift()
      acknowledged++
      told()
    }
  }
  return {
    says: (kind: string, value: string) => {
      owed.push({ kind, value, key: `s:${++count}` })
      return again()
    },
    again,
    acknowledged: () => acknowledged,
    onAcknowledged: (tell: () => void) => {
      told = tell
    },
    repeatsLast: async () => {
      if (last) await client.request('terminal.say', { ...last })
    },
  }
}

/** What a terminal shows, without the buttons that were taken back. */
function createScreen(client: ControlClient): { reads: () => Promise<readonly ReadMessage[]> } {
  const shown: ReadMessage[] = []
  client.onEvent((event) => {
    const id = String(event['id'])
    const at = shown.findIndex((message) => message.id === id)
    if (event['event'] === 'message' && at < 0) {
      shown.push({ id, text: String(event['text']), buttons: event['buttons'] as ReadMessage['buttons'] })
    } else if (shown[at]) shown[at] = { ...shown[at], buttons: [] }
  })
  return {
    reads: async () => {
      // One stream in one order: what was pushed before this answer was read before it.
      await client.request('ping')
      return shown
    },
  }
}
