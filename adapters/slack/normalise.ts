import type { Inbound, InboundBody, Media } from '../../src/core/message.ts'
import { Private } from '../../src/core/private.ts'
import { ANSWER } from './blocks.ts'
import { listAt, objectAt, type Payload, textAt } from './payload.ts'

const ACK = 'ack:'
/** A pairing code typed in the chat: 22 characters, alone or after the word. Slack has no link that carries one. */
const PAIRING = /^\s*(?:pair\s+)?([\w-]{22})\s*$/i
/** Messages that Slack writes about a chat, and what bots wrote, ourselves among them. */
const WRITTEN_BY_PEOPLE = new Set([undefined, 'file_share', 'me_message', 'thread_broadcast'])

type Found = Omit<Inbound, 'channel'>

/**
 * Reduces what Slack delivers to what came in, or to nothing: bots, service messages, presses of a link, everything that
 * we do not ask for. Pure. The address is `team:user`, since a person's chat with us is theirs wherever they wrote.
 */
export function normalise(payload: Payload): Inbound | undefined {
  const found = fromEvent(payload) ?? fromCommand(payload) ?? fromAction(payload) ?? fromList(payload)
  return found && { channel: 'slack', ...found }
}

function fromEvent(payload: Payload): Found | undefined {
  const event = objectAt(payload, 'event')
  const id = textAt(payload, 'event_id')
  const type = textAt(event, 'type')
  if (payload['type'] !== 'event_callback' || !event || id === undefined) return undefined
  if (type !== 'message' && type !== 'app_mention') return undefined
  const edited = textAt(event, 'subtype') === 'message_changed' ? objectAt(event, 'message') : undefined
  const message = edited ?? event
  const user = textAt(message, 'user')
  if (user === undefined || textAt(message, 'bot_id') || !WRITTEN_BY_PEOPLE.has(textAt(message, 'subtype')))
    return undefined
  const body = edited ? editedBody(edited) : messageBody(message)
  if (!body) return undefined
  // A mention is told to somebody in front of others. It is theirs all the same, and is answered to them alone (care C22).
  const isPrivate = textAt(event, 'channel_type') === 'im' || type === 'app_mention'
  const team = textAt(payload, 'team_id') ?? ''
  const ts = textAt(message, 'ts')
  return {
    externalId: `${team}:${id}`,
    // Slack names a message by its time; an edit carries that of what was edited.
    ...(ts !== undefined && { messageId: ts }),
    address: new Private(`${team}:${isPrivate ? user : (textAt(event, 'channel') ?? '')}`),
    platformAt: edited ? undefined : timeOf(ts),
    display: undefined,
    where: isPrivate ? 'private' : 'group',
    body,
  }
}

function messageBody(message: Payload): InboundBody | undefined {
  const text = wordsOf(textAt(message, 'text') ?? '')
  const [file] = listAt(message, 'files')
  if (file) {
    return { kind: 'media', media: mediaOf(file), caption: text === '' ? undefined : new Private(text) }
  }
  const code = PAIRING.exec(text)?.[1]
  if (code !== undefined) return { kind: 'pair', code }
  return text === '' ? undefined : { kind: 'text', text: new Private(text) }
}

/** Slack tells of unfurled links and the like as edits as well; only new words are one. */
function editedBody(message: Payload): InboundBody | undefined {
  const text = wordsOf(textAt(message, 'text') ?? '')
  return text === '' || !objectAt(message, 'edited') ? undefined : { kind: 'edited', text: new Private(text) }
}

function fromCommand(payload: Payload): Found | undefined {
  const [command, trigger] = [textAt(payload, 'command'), textAt(payload, 'trigger_id')]
  if (command === undefined || trigger === undefined) return undefined
  const text = wordsOf(textAt(payload, 'text') ?? '')
  const code = PAIRING.exec(text)?.[1]
  return {
    ...whoIn(textAt(payload, 'team_id'), textAt(payload, 'user_id')),
    externalId: `${textAt(payload, 'team_id') ?? ''}:c:${trigger}`,
    display: boxed(textAt(payload, 'user_name')),
    // Without words it opens the chat, as a greeting does.
    body:
      code === undefined ? { kind: 'text', text: new Private(text === '' ? 'hello' : text) } : { kind: 'pair', code },
  }
}

function fromAction(payload: Payload): Found | undefined {
  const [action] = listAt(payload, 'actions')
  if (payload['type'] !== 'block_actions' || !action) return undefined
  const token = textAt(action, 'value')
  if (token === undefined || !textAt(action, 'action_id')?.startsWith(ANSWER)) return undefined
  const at = textAt(action, 'action_ts')
  return {
    ...personIn(payload),
    externalId: `${teamIn(payload)}:a:${textAt(payload, 'trigger_id') ?? ''}:${at ?? ''}`,
    platformAt: timeOf(at),
    body: bodyOf(token),
  }
}

function fromList(payload: Payload): Found | undefined {
  const view = objectAt(payload, 'view')
  const token = textAt(view, 'state', 'values', 'answer', 'answer', 'selected_option', 'value')
  if (payload['type'] !== 'view_submission' || token === undefined) return undefined
  return {
    ...personIn(payload),
    externalId: `${teamIn(payload)}:v:${textAt(view, 'id') ?? ''}:${textAt(view, 'hash') ?? ''}`,
    body: bodyOf(token),
  }
}

function bodyOf(token: string): InboundBody {
  return token.startsWith(ACK) ? { kind: 'ack', ref: token.slice(ACK.length) } : { kind: 'choice', token }
}

const teamIn = (payload: Payload) => textAt(payload, 'team', 'id') ?? textAt(payload, 'user', 'team_id') ?? ''

function personIn(payload: Payload) {
  return {
    ...whoIn(teamIn(payload), textAt(payload, 'user', 'id')),
    display: boxed(textAt(payload, 'user', 'name') ?? textAt(payload, 'user', 'username')),
  }
}

function whoIn(team: string | undefined, user: string | undefined) {
  const address = new Private(`${team ?? ''}:${user ?? ''}`)
  return { address, platformAt: undefined, where: 'private' } as const
}

const boxed = (text: string | undefined) => (text === undefined ? undefined : new Private(text))

/** Slack escapes three signs, and writes our own name into a mention. */
function wordsOf(text: string): string {
  const words = text.replace(/^\s*<@\w+(?:\|[^>]*)?>\s*/, '')
  return words.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

function mediaOf(file: Payload): Media {
  const [kind] = (textAt(file, 'mimetype') ?? '').split('/')
  if (kind === 'audio') return 'voice'
  return kind === 'image' ? 'photo' : 'other'
}

function timeOf(ts: string | undefined): Date | undefined {
  const seconds = Number(ts)
  return ts === undefined || !Number.isFinite(seconds) ? undefined : new Date(Math.floor(seconds * 1000))
}
