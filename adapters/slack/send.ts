import type { webApi } from '@slack/bolt'
import type { FromClinician } from '../../src/core/from-clinician.ts'
import type { Button, Notice, Receipt } from '../../src/core/message.ts'
import type { Private } from '../../src/core/private.ts'
import type { OutboundMessage } from '../../src/core/render.ts'
import type { Log } from '../../src/ports/world.ts'
import { ANSWER, blocksOf, fallbackOf, type Link, STAYS } from './blocks.ts'
import { listAt, type Payload, textAt } from './payload.ts'
import { receiptOf } from './receipt.ts'
import { WORDS } from './words.ts'

export const TOKEN_BYTES = 64
/** People whose chat's id is remembered; the oldest give way. */
const CHATS = 5_000

export interface Sending {
  readonly client: webApi.WebClient
  readonly log: Log
  /** Where a clinician opens what a notice is about; null: no address. */
  readonly reviewUrl: string | null
  readonly chats: Map<string, string>
}

/** Sends a line or a notice into the person's own chat, as plain text. Never throws. */
export async function send(
  sending: Sending,
  to: Private<string>,
  message: OutboundMessage | FromClinician | Notice,
): Promise<Receipt> {
  const { client, log, reviewUrl } = sending
  if (message.buttons.some(({ token }) => token === '' || Buffer.byteLength(token) > TOKEN_BYTES)) {
    log.error('slack.button-refused', { limit: TOKEN_BYTES })
    return { kind: 'refused', why: 'invalid' }
  }
  const text = message.kind === 'line' ? message.text() : message.text
  try {
    const channel = await chatOf(sending, to)
    const answer = await client.apiCall('chat.postMessage', {
      channel,
      text: fallbackOf(text),
      blocks: blocksOf(text, message.buttons, linkOf(message, reviewUrl)),
      unfurl_links: false,
      unfurl_media: false,
    })
    const ts = textAt(answer as unknown as Payload, 'ts')
    return ts === undefined ? { kind: 'unknown' } : { kind: 'sent', id: `${channel}:${ts}` }
  } catch (error) {
    const { receipt, code } = receiptOf(error)
    log.warn('slack.not-sent', { code, receipt: receipt.kind })
    return receipt
  }
}

/** A notice's own link, where it is on the open web; else the console, where something is asked. */
function linkOf(message: OutboundMessage | FromClinician | Notice, reviewUrl: string | null): Link | null {
  if (message.kind !== 'notice') return null
  const { link, buttons } = message
  if (link) return isOpenWeb(link.url) ? link : null
  return buttons.length > 0 && reviewUrl !== null ? { label: WORDS['open-review'], url: reviewUrl } : null
}

const isOpenWeb = (url: string) => url.startsWith('https://')

/** Takes back a message of ours, or its buttons. What is gone already counts as taken back. Never throws. */
export async function amend(
  sending: Sending,
  receiptId: string,
  change: 'retract-buttons' | 'delete',
): Promise<Receipt> {
  const { client, log } = sending
  const [channel = '', ts = ''] = receiptId.split(':')
  try {
    if (change === 'delete') await client.chat.delete({ channel, ts })
    else {
      const found = await client.conversations.history({ channel, latest: ts, inclusive: true, limit: 1 })
      const [message] = found.messages ?? []
      if (message?.ts === ts) await retract(client, { channel, ts, message: message as unknown as Payload })
    }
  } catch (error) {
    const { receipt, code } = receiptOf(error)
    if (code !== 'message_not_found') {
      log.warn('slack.not-amended', { code, change })
      return receipt
    }
  }
  return { kind: 'sent', id: receiptId }
}

export interface Standing {
  readonly channel: string
  readonly ts: string
  readonly message: Payload
}

/** Writes a message again without its buttons; the words stay, and with them what asks and settles nothing. */
export async function retract(client: webApi.WebClient, { channel, ts, message }: Standing): Promise<void> {
  const blocks = listAt(message, 'blocks')
  const left = blocks.flatMap((block) => {
    if (block['type'] !== 'actions') return [block]
    const elements = listAt(block, 'elements').filter((one) => textAt(one, 'action_id')?.startsWith(STAYS))
    return elements.length > 0 ? [{ ...block, elements }] : []
  })
  if (JSON.stringify(left) === JSON.stringify(blocks)) return
  // As they came from Slack itself.
  await client.chat.update({ channel, ts, text: textAt(message, 'text') ?? '', blocks: left as never })
}

/** The buttons that answer, of a message as Slack hands it back. */
export function answersOf(message: Payload | undefined): Button[] {
  return listAt(message, 'blocks')
    .flatMap((block) => listAt(block, 'elements'))
    .filter((element) => textAt(element, 'action_id')?.startsWith(ANSWER))
    .map((element) => ({ token: textAt(element, 'value') ?? '', label: textAt(element, 'text', 'text') ?? '' }))
}

async function chatOf({ client, chats }: Sending, to: Private<string>): Promise<string> {
  const address = to.reveal()
  const known = chats.get(address)
  if (known !== undefined) return known
  const { channel } = await client.conversations.open({ users: address.slice(address.indexOf(':') + 1) })
  const id = channel?.id ?? ''
  chats.set(address, id)
  const [oldest] = chats.keys()
  if (chats.size > CHATS && oldest !== undefined) chats.delete(oldest)
  return id
}
