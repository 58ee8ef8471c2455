import { z } from 'zod'
import type { InboundBody } from '../../core/message.ts'
import { Private } from '../../core/private.ts'

const words = z.string().transform((text) => new Private(text))

/** How a message's body lies under its seal. */
const StoredBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: words }),
  z.object({ kind: z.literal('choice'), token: z.string() }),
  z.object({
    kind: z.literal('media'),
    media: z.enum(['voice', 'photo', 'sticker', 'other']),
    caption: words.optional(),
  }),
  z.object({ kind: z.literal('edited'), text: words }),
  z.object({ kind: z.literal('blocked') }),
  z.object({ kind: z.literal('unblocked') }),
  z.object({ kind: z.literal('pair'), code: z.string() }),
  z.object({ kind: z.literal('ack'), ref: z.string() }),
])

/** The body as text to be sealed. The one place where a message's words leave their box on the way in. */
export function bodyToText(body: InboundBody): string {
  return JSON.stringify(plain(body))
}

/** The body as it was received. */
export function bodyFromText(text: string): InboundBody {
  const body = StoredBody.parse(JSON.parse(text))
  return body.kind === 'media' ? { ...body, caption: body.caption } : body
}

/** What the client wrote, if it was words. */
export function textOf(body: InboundBody): Private<string> | undefined {
  if (body.kind === 'text' || body.kind === 'edited') return body.text
  return body.kind === 'media' ? body.caption : undefined
}

function plain(body: InboundBody): object {
  if (body.kind === 'text' || body.kind === 'edited') return { kind: body.kind, text: body.text.reveal() }
  if (body.kind === 'media') return { kind: body.kind, media: body.media, caption: body.caption?.reveal() }
  return body
}
