import { once } from 'node:events'
import type { StoredBotUpdate } from 'telegram-test-api/lib/telegramServer.js'
import type { Refusal, TelegramWorld } from './world.ts'

export type Answer = { readonly ok: true; readonly result: unknown } | ({ readonly ok: false } & Refusal)
type Body = Record<string, unknown>
type Method = (world: TelegramWorld, body: Body, gone: AbortSignal) => Promise<Answer> | Answer

/** Bot API methods that the emulator lacks or is kinder about than Telegram. The rest goes through to it. */
export const METHODS: Record<string, Method> = {
  getUpdates: async (world, body, gone) => {
    if (world.webhook)
      return no(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      )
    world.confirm(Number(body['offset'] ?? 0))
    world.emit('polled')
    if (world.waiting.length === 0 && Number(body['timeout'] ?? 0) > 0) {
      const told = new AbortController()
      await Promise.race([
        once(world, 'update', { signal: told.signal }),
        once(world, 'release', { signal: told.signal }),
        once(gone, 'abort', { signal: told.signal }),
      ])
      told.abort()
    }
    return yes(world.waiting.slice(0, Number(body['limit'] ?? 100)))
  },
  setWebhook: (world, body) => {
    world.webhook = { url: textIn(body, 'url'), secret: textIn(body, 'secret_token') }
    void world.delivers()
    return yes(true)
  },
  deleteWebhook: (world) => {
    world.webhook = undefined
    return yes(true)
  },
  getMe: (world, body) => forward(world, 'getMe', body),
  leaveChat: () => yes(true),
  answerCallbackQuery: (world, body) => {
    const isOpen = world.spinning.delete(String(body['callback_query_id']))
    return isOpen
      ? yes(true)
      : no(400, 'Bad Request: query is too old and response timeout expired or query ID is invalid')
  },
  sendMessage: async (world, body) => {
    const refusal = refusalOfMessage(world, body)
    if (refusal) return refusal
    const answer = await forward(world, 'sendMessage', body)
    world.emit('sent')
    return answer
  },
  editMessageReplyMarkup: (world, body) => {
    const stored = storedMessage(world, body)
    if (!stored) return no(400, 'Bad Request: message to edit not found')
    const before = JSON.stringify(keysOf(stored.message))
    const after = JSON.stringify(keysOf(body))
    if (before === after) {
      return no(
        400,
        'Bad Request: message is not modified: specified new message content and reply markup are exactly the same',
      )
    }
    // Without a markup the emulator changes nothing; Telegram takes the keyboard away.
    return forward(world, 'editMessageReplyMarkup', { ...body, reply_markup: { inline_keyboard: keysOf(body) } })
  },
  deleteMessage: (world, body) => {
    const theirs = `${textOf(body['chat_id'])}:${textOf(body['message_id'])}`
    if (world.theirs.delete(theirs)) return yes(true)
    return storedMessage(world, body)
      ? forward(world, 'deleteMessage', body)
      : no(400, 'Bad Request: message to delete not found')
  },
  getChat: (world, body) => {
    const chat = textOf(body['chat_id'])
    const top = world.pinned.get(chat)?.at(-1)
    const isOurs = top !== undefined && storedMessage(world, { chat_id: chat, message_id: top }) !== undefined
    const from = isOurs ? { id: Number(world.token.split(':')[0]), is_bot: true } : { id: Number(chat), is_bot: false }
    return yes({
      id: Number(chat),
      type: 'private',
      ...(top !== undefined && { pinned_message: { message_id: top, from } }),
    })
  },
  pinChatMessage: (world, body) => {
    if (!storedMessage(world, body)) return no(400, 'Bad Request: message to pin not found')
    const chat = textOf(body['chat_id'])
    world.pinned.set(chat, [...(world.pinned.get(chat) ?? []), Number(body['message_id'])])
    return yes(true)
  },
  unpinChatMessage: (world, body) => {
    const chat = textOf(body['chat_id'])
    world.pinned.set(
      chat,
      (world.pinned.get(chat) ?? []).filter((id) => id !== Number(body['message_id'])),
    )
    return yes(true)
  },
  sendChatAction: () => yes(true),
  setMyDescription: (_world, body) => tooLong(body, 'description', 512),
  setMyShortDescription: (_world, body) => tooLong(body, 'short_description', 120),
  sendContact: async (world, body) => {
    const refusal = refusalOfMessage(world, { ...body, text: 'a contact' })
    if (refusal) return refusal
    const [number, name] = [textIn(body, 'phone_number'), textIn(body, 'first_name')]
    if (number === '') return no(400, 'Bad Request: phone number must be non-empty')
    if (name === '') return no(400, 'Bad Request: user first name must be non-empty')
    const answer = await forward(world, 'sendMessage', { ...body, text: `${name} ${number}` })
    world.emit('sent')
    return answer.ok
      ? yes({ ...(answer.result as object), contact: { phone_number: number, first_name: name } })
      : answer
  },
  sendVoice: async (world, body) => {
    const refusal = refusalOfMessage(world, { ...body, text: body['caption'] ?? 'a voice' })
    if (refusal) return refusal
    if (textIn(body, 'caption').length > 1024) return no(400, 'Bad Request: message caption is too long')
    const { voice, caption } = body
    const known = typeof voice === 'string' ? voice : `voice-${world.files.size + 1}`
    if (voice instanceof Uint8Array) world.files.set(known, voice)
    else if (!world.files.has(known)) return no(400, 'Bad Request: wrong file identifier/HTTP URL specified')
    const { voice: _sent, ...rest } = body
    const answer = await forward(world, 'sendMessage', { ...rest, text: caption ?? '', voice: known })
    world.emit('sent')
    return answer.ok
      ? yes({ ...(answer.result as object), voice: { file_id: known, file_unique_id: known, duration: 1 } })
      : answer
  },
}

const tooLong = (body: Body, field: string, most: number): Answer =>
  textIn(body, field).length > most ? no(400, 'Bad Request: description is too long') : yes(true)

const textOf = (value: unknown) => (typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '')

type Key = { readonly text: string; readonly callback_data?: string; readonly url?: string }

/** The keyboard of a message or a request, in rows. */
export function keysOf(holder: unknown): Key[][] {
  const { reply_markup: markup } = holder as { reply_markup?: { inline_keyboard?: Key[][] } }
  return markup?.inline_keyboard ?? []
}

function storedMessage(world: TelegramWorld, body: Body): StoredBotUpdate | undefined {
  return world.server.storage.botMessages.find(
    (m) => String(m.messageId) === String(body['message_id']) && String(m.message.chat_id) === String(body['chat_id']),
  )
}

function refusalOfMessage(world: TelegramWorld, body: Body): Answer | undefined {
  const chat = String(body['chat_id'])
  const text = textIn(body, 'text')
  if (!world.chats.has(chat)) return no(400, 'Bad Request: chat not found')
  if (world.blockedBy.has(chat)) return no(403, 'Forbidden: bot was blocked by the user')
  if (text === '') return no(400, 'Bad Request: message text is empty')
  if (text.length > 4096) return no(400, 'Bad Request: message is too long')
  const keys = keysOf(body).flat()
  if (keys.some(({ url }) => url !== undefined && !/^https?:\/\//.test(url)))
    return no(400, 'Bad Request: inline keyboard button URL is invalid: Unsupported URL protocol')
  const tokens = keys.flatMap((key) => (key.url === undefined ? [Buffer.byteLength(key.callback_data ?? '')] : []))
  if (tokens.some((bytes) => bytes < 1 || bytes > 64)) return no(400, 'Bad Request: BUTTON_DATA_INVALID')
  return undefined
}

/** Hands a call through to the emulator, over HTTP as a bot would. */
async function forward(world: TelegramWorld, method: string, body: Body): Promise<Answer> {
  const answer = await fetch(`${world.behind}/bot${world.token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return (await answer.json()) as Answer
}

function textIn(body: Body, name: string): string {
  const value = body[name]
  return typeof value === 'string' ? value : ''
}

function yes(result: unknown): Answer {
  return { ok: true, result }
}

function no(error_code: number, description: string): Answer {
  return { ok: false, error_code, description }
}
