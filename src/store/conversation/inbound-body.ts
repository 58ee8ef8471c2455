import type { InboundBody } from '../../core/message.ts'
import { Private } from '../../core/private.ts'

/** How a body lies under its seal: as it is, with its words out of their box. The seal vouches for the shape. */
type StoredBody =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'edited'; readonly text: string }
  | { readonly kind: 'media'; readonly media: 'voice' | 'photo' | 'sticker' | 'other'; readonly caption?: string }
  | Exclude<InboundBody, { kind: 'text' | 'edited' | 'media' }>

/** The body as text to be sealed. The one place where a message's words leave their box on the way in. */
export function bodyToText(body: InboundBody): string {
  return JSON.stringify(plain(body))
}

/** The body as it was received. */
export function bodyFromText(text: string): InboundBody {
  const body = JSON.parse(text) as StoredBody
  if (body.kind === 'text' || body.kind === 'edited') return { kind: body.kind, text: new Private(body.text) }
  if (body.kind !== 'media') return body
  const { media, caption } = body
  return { kind: 'media', media, caption: caption === undefined ? undefined : new Private(caption) }
}

/** What the client wrote, if it was words. */
export function textOf(body: InboundBody): Private<string> | undefined {
  if (body.kind === 'text' || body.kind === 'edited') return body.text
  return body.kind === 'media' ? body.caption : undefined
}

function plain(body: InboundBody): StoredBody {
  if (body.kind === 'text' || body.kind === 'edited') return { kind: body.kind, text: body.text.reveal() }
  if (body.kind !== 'media') return body
  const { media, caption } = body
  return { kind: 'media', media, ...(caption && { caption: caption.reveal() }) }
}
