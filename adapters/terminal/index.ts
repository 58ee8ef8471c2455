import { LIMITS } from '../../src/core/limits.ts'
import type { Abilities, Channel } from '../../src/ports/channel.ts'
import { TerminalHub } from './hub.ts'

export { TerminalHub } from './hub.ts'

const CAN: Abilities = {
  textLength: LIMITS.inboundLength,
  buttons: 40,
  labelLength: 60,
  tokenBytes: 64,
  retractButtons: true,
  // What a terminal printed stays on the paper.
  delete: false,
  pin: false,
  voice: false,
  receipts: true,
}

/** Nobody sits at the terminal: ask again after this many milliseconds. */
const NOBODY_MS = 2_000

/** The terminal as a channel: no account, no network. Its platform is the control socket, which brings its terminals to the hub. */
export function createTerminalChannel(hub: TerminalHub): Channel {
  return {
    name: 'terminal',
    can: CAN,
    start: async (receive) => hub.listen(receive),
    stop: async () => hub.listen(undefined),
    /** The key is the receipt's id: a line that is sent again is shown once. */
    send: async (to, message, key) => {
      const { buttons, kind } = message
      if (buttons.some((b) => Buffer.byteLength(b.token) > CAN.tokenBytes)) return { kind: 'refused', why: 'invalid' }
      const text = message.kind === 'line' ? message.text() : message.text
      const shown = await hub.show(to.reveal(), { event: 'message', id: key, kind, text, buttons })
      if (shown === 'nobody') return { kind: 'later', ms: NOBODY_MS }
      return shown === 'shown' ? { kind: 'sent', id: key } : { kind: 'unknown' }
    },
    amend: async (to, receiptId, change) => {
      if (change !== 'retract-buttons') return 'unsupported'
      // With nobody there, no terminal offers the buttons any more, which is what was asked for.
      await hub.show(to.reveal(), { event: 'retract', id: receiptId })
      return { kind: 'sent', id: receiptId }
    },
  }
}
