import type { webApi } from '@slack/bolt'
import type { FromClinician } from '../../src/core/from-clinician.ts'
import type { Button, Notice, Receipt } from '../../src/core/message.ts'
import type { Private } from '../../src/core/private.ts'
import type { OutboundMessage } from '../../src/core/render.ts'
import type { Log } from '../../src/ports/world.ts'
import { ANSWER, blocksOf, fallbackOf } from './blocks.ts'
import { listAt, type Payload, textAt } from './payload.ts'
import { receiptOf } from './receipt.ts'

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
  const isToReview = message.kind === 'notice' && message.buttons.length > 0
  try {
    const channel = await chatOf(sending, to)
    const answer = await client.apiCall('chat.postMessage', {
      channel,
      text: fallbackOf(text),
      blocks: blocksOf(text, message.buttons, isToReview ? reviewUrl : null),
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

/** Writes a message again without its buttons; the words stay. */
export async function retract(client: webApi.WebClient, { channel, ts, message }: Standing): Promise<void> {
  const blocks = listAt(message, 'blocks')
  const left = blocks.filter((block) => block['type'] !== 'actions')
  if (left.length === blocks.length) return
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
