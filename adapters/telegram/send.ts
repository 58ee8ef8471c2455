import type { Api } from 'grammy'
import type { FromClinician } from '../../src/core/from-clinician.ts'
import type { Notice, Receipt } from '../../src/core/message.ts'
import type { Private } from '../../src/core/private.ts'
import type { OutboundMessage } from '../../src/core/render.ts'
import { split } from '../../src/core/split.ts'
import type { Log } from '../../src/ports/world.ts'
import { keyboardOf } from './keyboard.ts'
import { receiptOf } from './receipt.ts'

/** Telegram's limit for one message, in UTF-16 units. */
export const TEXT_LENGTH = 4096
/** Telegram's limit for `callback_data`. */
export const TOKEN_BYTES = 64

/** One id for several messages: what was split is taken back together. */
const AND = ','

export interface Sending {
  readonly api: Api
  readonly log: Log
}

/** Sends a line or a notice as plain text, in as many messages as it needs; its buttons stand under the last. Never throws. */
export async function send(
  { api, log }: Sending,
  to: Private<string>,
  message: OutboundMessage | FromClinician | Notice,
): Promise<Receipt> {
  if (message.buttons.some((button) => !fits(button.token))) {
    log.error('telegram.button-refused', { limit: TOKEN_BYTES })
    return { kind: 'refused', why: 'invalid' }
  }
  const parts = split(message.kind === 'line' ? message.text() : message.text, TEXT_LENGTH)
  const ids: number[] = []
  for (const [n, part] of parts.entries()) {
    const isLast = n === parts.length - 1
    try {
      const sent = await api.sendMessage(to.reveal(), part, mannerOf(message, isLast))
      ids.push(sent.message_id)
    } catch (error) {
      const { receipt, code } = receiptOf(error)
      log.warn('telegram.not-sent', { code, receipt: receipt.kind, part: n })
      // Once a part has arrived, 'later' would send it twice; whoever reads 'unknown' decides whether twice is harmless.
      return ids.length > 0 ? { kind: 'unknown' } : receipt
    }
  }
  return { kind: 'sent', id: ids.join(AND) }
}

/**
 * Takes back the buttons of a sent message or the message itself (Telegram allows that for 48 hours, and answers
 * `invalid` afterwards). Buttons that are gone already count as taken back. Never throws.
 */
export async function amend(
  { api, log }: Sending,
  to: Private<string>,
  receiptId: string,
  change: 'retract-buttons' | 'delete',
): Promise<Receipt> {
  const ids = receiptId.split(AND).map(Number)
  const last = ids.at(-1) ?? 0
  try {
    if (change === 'retract-buttons')
      await api.editMessageReplyMarkup(to.reveal(), last, { reply_markup: { inline_keyboard: [] } })
    else for (const id of ids) await api.deleteMessage(to.reveal(), id)
  } catch (error) {
    const { receipt, code } = receiptOf(error)
    if (!saysNothingToDo(error)) {
      log.warn('telegram.not-amended', { code, change })
      return receipt
    }
  }
  return { kind: 'sent', id: receiptId }
}

/** A 400 that means that what we want is so already. Its description is Telegram's own sentence and is not kept. */
function saysNothingToDo(error: unknown): boolean {
  const said = error instanceof Error && 'description' in error ? String(error.description) : ''
  return /message is not modified|message to delete not found/i.test(said)
}

function fits(token: string): boolean {
  const bytes = Buffer.byteLength(token)
  return bytes > 0 && bytes <= TOKEN_BYTES
}

/** No parse mode: a client's name with `*_[<` in it goes through unharmed. Previews off: a link must not unfold on a lock screen. */
function mannerOf(
  message: OutboundMessage | FromClinician | Notice,
  isLast: boolean,
): NonNullable<Parameters<Api['sendMessage']>[2]> {
  const isLine = message.kind === 'line'
  return {
    link_preview_options: { is_disabled: true },
    disable_notification: isLine && message.silent,
    protect_content: isLine && message.protect,
    ...(isLast && message.buttons.length > 0 ? { reply_markup: { inline_keyboard: keyboardOf(message.buttons) } } : {}),
  }
}
