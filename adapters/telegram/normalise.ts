import type { Message, Update, User } from 'grammy/types'
import type { Inbound, InboundBody } from '../../src/core/message.ts'
import { Private } from '../../src/core/private.ts'

const PAIRING = /^\/start\s+([\w-]{1,64})$/
const ACK = 'ack:'

/**
 * Messages that Telegram writes about a chat, not a person in it: our own pinning of a card comes back as one. Whatever
 * is neither listed here nor known counts as 'other' media, so that a new kind of message is never lost in silence.
 */
const SERVICE = new Set([
  'pinned_message',
  'message_auto_delete_timer_changed',
  'new_chat_members',
  'left_chat_member',
  'new_chat_title',
  'new_chat_photo',
  'delete_chat_photo',
  'group_chat_created',
  'supergroup_chat_created',
  'channel_chat_created',
  'migrate_to_chat_id',
  'migrate_from_chat_id',
  'connected_website',
  'write_access_allowed',
  'chat_background_set',
  'boost_added',
  'paid_message_price_changed',
  'direct_message_price_changed',
  'forum_topic_created',
  'forum_topic_edited',
  'forum_topic_closed',
  'forum_topic_reopened',
  'general_forum_topic_hidden',
  'general_forum_topic_unhidden',
  'video_chat_scheduled',
  'video_chat_started',
  'video_chat_ended',
  'video_chat_participants_invited',
])

/**
 * Reduces a Bot API update to what came in, or to nothing: service messages, other bots, updates that we do not ask for.
 *
 * @throws TypeError for an update that lacks what the Bot API promises, such as its chat.
 * @param botId the bot's public number. It leads the external id, because another bot counts its updates from elsewhere
 *   and could otherwise hit a number that was seen before, and its message would count as a duplicate.
 */
export function normalise(update: Update, botId: string): Inbound | undefined {
  const found = fromUpdate(update)
  return found && { channel: 'telegram', externalId: `${botId}:${update.update_id}`, ...found }
}

type Found = Omit<Inbound, 'channel' | 'externalId'>

function fromUpdate(update: Update): Found | undefined {
  if (update.message) return fromMessage(update.message)
  if (update.edited_message) return fromEdited(update.edited_message)
  if (update.callback_query) return fromTap(update.callback_query)
  if (update.my_chat_member) return fromMembership(update.my_chat_member)
  return undefined
}

function fromMessage(message: Message): Found | undefined {
  if (message.from?.is_bot) return undefined
  const body = bodyOf(message)
  return (
    body && {
      ...placeOf(message.chat),
      ...whoOf(message.from),
      messageId: String(message.message_id),
      platformAt: dateOf(message.date),
      body,
    }
  )
}

/** In a group nothing pairs: the code would be read by everybody there. */
function bodyOf(message: Message): InboundBody | undefined {
  const { text } = message
  if (text !== undefined) {
    const code = message.chat.type === 'private' ? PAIRING.exec(text)?.[1] : undefined
    return code === undefined ? { kind: 'text', text: new Private(text) } : { kind: 'pair', code }
  }
  if (Object.keys(message).some((key) => SERVICE.has(key))) return undefined
  const caption = message.caption === undefined ? undefined : new Private(message.caption)
  return { kind: 'media', media: mediaOf(message), caption }
}

function mediaOf(message: Message): 'voice' | 'photo' | 'sticker' | 'other' {
  if (message.voice) return 'voice'
  if (message.photo) return 'photo'
  return message.sticker ? 'sticker' : 'other'
}

function fromEdited(message: Message): Found | undefined {
  const text = message.text ?? message.caption
  if (text === undefined || message.from?.is_bot) return undefined
  const platformAt = dateOf(message.edit_date ?? message.date)
  return {
    ...placeOf(message.chat),
    ...whoOf(message.from),
    messageId: String(message.message_id),
    platformAt,
    body: { kind: 'edited', text: new Private(text) },
  }
}

/**
 * A tap has no time of its own: the date beside it is the message's, which may be hours older than the tap, so none is
 * told. A message that is too old to be shown comes without its chat; a private chat has the person's own number.
 */
function fromTap(query: NonNullable<Update['callback_query']>): Found | undefined {
  if (query.data === undefined) return undefined
  const place = query.message ? placeOf(query.message.chat) : placeOf({ id: query.from.id, type: 'private' })
  const { data } = query
  const body: InboundBody = data.startsWith(ACK)
    ? { kind: 'ack', ref: data.slice(ACK.length) }
    : { kind: 'choice', token: data }
  return { ...place, ...whoOf(query.from), platformAt: undefined, body }
}

/** In a private chat `kicked` is the person who blocked the bot and `member` the one who let it in again. */
function fromMembership(change: NonNullable<Update['my_chat_member']>): Found | undefined {
  if (change.chat.type !== 'private') return undefined
  const { status } = change.new_chat_member
  if (status !== 'kicked' && status !== 'member') return undefined
  const body: InboundBody = { kind: status === 'kicked' ? 'blocked' : 'unblocked' }
  return { ...placeOf(change.chat), ...whoOf(change.from), platformAt: dateOf(change.date), body }
}

function placeOf(chat: { readonly id: number; readonly type: string }): Pick<Found, 'address' | 'where'> {
  return { address: new Private(String(chat.id)), where: chat.type === 'private' ? 'private' : 'group' }
}

/** The account's name as Telegram shows it, and its handle, so that the clinician in the room can say 'that is them'. */
function whoOf(from: User | undefined): Pick<Found, 'display'> {
  if (!from) return { display: undefined }
  const name = [from.first_name, from.last_name].filter((part) => part !== undefined && part !== '').join(' ')
  return { display: new Private(from.username === undefined ? name : `${name} (@${from.username})`) }
}

/** Telegram counts whole seconds since 1970; 0 stands for 'not known'. */
function dateOf(seconds: number): Date | undefined {
  return seconds > 0 ? new Date(seconds * 1000) : undefined
}
