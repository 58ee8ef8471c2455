import type { Api } from 'grammy'
import type { InlineKeyboardButton } from 'grammy/types'
import type { FromClinician } from '../../src/core/from-clinician.ts'
import type { Notice, Receipt } from '../../src/core/message.ts'
import type { Private } from '../../src/core/private.ts'
import type { OutboundMessage } from '../../src/core/render.ts'
import { split } from '../../src/core/split.ts'
import type { Amendment, Voice } from '../../src/ports/channel.ts'
import type { Log } from '../../src/ports/world.ts'
import { sendContacts } from './contacts.ts'
import { type InternationalForm, withCallingCodes } from './international.ts'
import { keyboardOf } from './keyboard.ts'
import { receiptOf } from './receipt.ts'
import { CAPTION_LENGTH, sendVoice } from './voice.ts'

/** Telegram's limit for one message, in UTF-16 units. */
export const TEXT_LENGTH = 4096
/** Telegram's limit for `callback_data`. */
export const TOKEN_BYTES = 64

/** One id for several messages: what was split is taken back together. */
const AND = ','

export interface Sending {
  readonly api: Api
  readonly log: Log
  readonly botId: string
  readonly numbers: readonly InternationalForm[]
  /** Where a country's numbers stand as links; null: nowhere that a phone could open. */
  readonly numbersPage: ((country: string) => string) | null
}

/** Sends a line or a notice as plain text, in as many messages as it needs; its buttons stand under the last. Never throws. */
export async function send(
  sending: Sending,
  to: Private<string>,
  message: OutboundMessage | FromClinician | Notice,
  voice?: Voice,
): Promise<Receipt> {
  const { api, log, numbers, numbersPage } = sending
  if (message.buttons.some((button) => !fits(button.token))) {
    log.error('telegram.button-refused', { limit: TOKEN_BYTES })
    return { kind: 'refused', why: 'invalid' }
  }
  const text = message.kind === 'line' ? withCallingCodes(message.text(), numbers) : message.text
  const parts = split(text, TEXT_LENGTH)
  const keyboard = keyboardUnder(message, numbersPage)
  const ids: number[] = []
  const spoken = voice ? await speak(sending, { to, voice, message, parts, keyboard }) : null
  if (spoken?.whole) return spoken.receipt
  // Somebody who takes no voice messages: the words of a line go alone, and what a clinician spoke has none.
  if (!spoken && message.kind === 'from-clinician' && message.recording !== undefined)
    return { kind: 'refused', why: 'invalid' }
  if (spoken?.receipt.kind === 'sent') ids.push(Number(spoken.receipt.id))
  const copy = spoken?.receipt.kind === 'sent' ? spoken.receipt.copy : undefined
  for (const [n, part] of parts.entries()) {
    const isLast = n === parts.length - 1
    try {
      const sent = await api.sendMessage(to.reveal(), part, mannerOf(message, isLast ? keyboard : []))
      ids.push(sent.message_id)
    } catch (error) {
      const { receipt, code } = receiptOf(error)
      log.warn('telegram.not-sent', { code, receipt: receipt.kind, part: n })
      // Once a part has arrived, 'later' would send it twice; whoever reads 'unknown' decides whether twice is harmless.
      return ids.length > 0 ? { kind: 'unknown' } : receipt
    }
  }
  if (message.kind === 'line' && message.protect && keyboard.length === 0) type(sending, to.reveal())
  // Below the words. Their ids stand first, so that the last is still the one that carries the buttons.
  ids.unshift(...(await sendContacts(sending, to.reveal(), message.kind === 'line' ? message.contacts : [])))
  return { kind: 'sent', id: ids.join(AND), ...(copy !== undefined && { copy }) }
}

/** Inside a practice a line without buttons is followed by another, after a pause: the client sees that it comes. Sugar: nobody waits for it, and failing is no matter. */
function type({ api }: Pick<Sending, 'api'>, chat: string): void {
  api.sendChatAction(chat, 'typing').catch(() => undefined)
}

interface Spoken {
  readonly to: Private<string>
  readonly voice: Voice
  readonly message: OutboundMessage | FromClinician | Notice
  readonly parts: readonly string[]
  readonly keyboard: InlineKeyboardButton[][]
}

/** The voice first: words that fit stand under it with their buttons (`whole`), longer ones follow. Null: the words go alone. */
async function speak(
  sending: Sending,
  { to, voice, message, parts, keyboard }: Spoken,
): Promise<{ readonly receipt: Receipt; readonly whole: boolean } | null> {
  const [caption = ''] = parts
  const isUnder = parts.length === 1 && caption.length <= CAPTION_LENGTH
  const { link_preview_options: _none, ...manner } = mannerOf(message, isUnder ? keyboard : [])
  try {
    const spoken = await sendVoice(sending, to.reveal(), voice, { ...manner, ...(isUnder && { caption }) })
    return spoken && { receipt: { kind: 'sent', id: String(spoken.id), copy: spoken.copy }, whole: isUnder }
  } catch (error) {
    const { receipt, code } = receiptOf(error)
    sending.log.warn('telegram.not-sent', { code, receipt: receipt.kind, part: 'voice' })
    return { receipt, whole: true }
  }
}

/**
 * Takes back the buttons of a sent message or the message itself (Telegram allows that for 48 hours, and answers
 * `invalid` afterwards). Buttons that are gone already count as taken back. Never throws.
 */
export async function amend(
  { api, log, botId }: Sending,
  to: Private<string>,
  receiptId: string,
  change: Amendment,
): Promise<Receipt> {
  const ids = receiptId.split(AND).map(Number)
  const last = ids.at(-1) ?? 0
  try {
    if (change === 'retract-buttons')
      await api.editMessageReplyMarkup(to.reveal(), last, { reply_markup: { inline_keyboard: [] } })
    else if (change === 'unpin') await api.unpinChatMessage(to.reveal(), last)
    else if (change === 'pin') await pin({ api, botId }, to.reveal(), last)
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
  keyboard: InlineKeyboardButton[][],
): NonNullable<Parameters<Api['sendMessage']>[2]> {
  const isLine = message.kind === 'line'
  return {
    link_preview_options: { is_disabled: true },
    disable_notification: isLine && message.silent,
    protect_content: isLine && message.protect,
    ...(keyboard.length > 0 ? { reply_markup: { inline_keyboard: keyboard } } : {}),
  }
}

const NUMBERS = /\.numbers$/

/** On a pinned card the button `numbers` opens our page of links that ring: Telegram takes no `tel:` itself. Without such a page it is left out. */
function keyboardUnder(
  message: OutboundMessage | FromClinician | Notice,
  numbersPage: Sending['numbersPage'],
): InlineKeyboardButton[][] {
  const card = message.kind === 'line' ? message.pin : undefined
  const page = message.kind === 'notice' ? message.link : undefined
  // Telegram refuses a whole message for an address that is not on the open web.
  if (page?.url.startsWith('https://')) return [...keyboardOf(message.buttons), [{ text: page.label, url: page.url }]]
  if (!card) return keyboardOf(message.buttons)
  const own = message.buttons.filter(({ token }) => !NUMBERS.test(token))
  const label = message.buttons.find(({ token }) => NUMBERS.test(token))?.label
  const link = numbersPage && label !== undefined ? [[{ text: label, url: numbersPage(card.country) }]] : []
  return [...keyboardOf(own), ...link]
}

/** Only what we pinned before makes room: what the client pinned themselves stays. */
async function pin({ api, botId }: Pick<Sending, 'api' | 'botId'>, chat: string, message: number): Promise<void> {
  const before = (await api.getChat(chat).catch(() => undefined))?.pinned_message
  if (before && String(before.from?.id) === botId && before.message_id !== message)
    await api.unpinChatMessage(chat, before.message_id).catch(() => undefined)
  await api.pinChatMessage(chat, message, { disable_notification: true })
}
