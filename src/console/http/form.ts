import type { Context } from 'hono'
import { isSame } from '../account/secrets.ts'
import { LIMITS } from '../../core/limits.ts'
import { isOurs } from './headers.ts'
import type { ConsoleDeps, Form } from './visit.ts'

/** A form is a few lines of text, beside a sound if it brings one. */
const MOST_BYTES = 100_000
/** What is too long is read to here before it is refused: a browser that is cut off while it sends shows no answer. */
const MOST_READ = 8 * LIMITS.recordingBytes

const URLENCODED = 'application/x-www-form-urlencoded'
const MULTIPART = 'multipart/form-data'

export interface Sent {
  readonly deps: Pick<ConsoleDeps, 'publicUrl'>
  readonly csrf: string
  readonly method: 'GET' | 'POST'
  /** How large a sound may come with it, in bytes; null: none. */
  readonly upload: number | null
}

/** What was sent. `refused`: not ours, or without this session's token. */
export async function formOf(
  context: Context,
  { deps, csrf, method, upload }: Sent,
): Promise<Form | 'refused' | 'too-long'> {
  if (method === 'GET') return emptyForm()
  if (!isOurs(context.req.raw.headers, hostOf(context), deps.publicUrl)) return 'refused'
  const type = context.req.header('content-type') ?? ''
  if (!type.startsWith(upload === null ? URLENCODED : MULTIPART)) return 'refused'
  const bytes = await bytesOf(context.req.raw, MOST_BYTES + (upload ?? 0))
  if (bytes === null) return upload === null ? 'refused' : 'too-long'
  const form = upload === null ? fields(new URLSearchParams(bytes.toString('utf8'))) : await multipart(bytes, type)
  return form !== null && isSame(form.get('csrf'), csrf) ? form : 'refused'
}

export const emptyForm = (): Form => ({ get: () => '', all: () => [], file: () => null })

export const hostOf = (context: Context) => context.req.header('host') ?? new URL(context.req.url).host

const fields = (sent: URLSearchParams): Form => ({
  get: (name) => sent.get(name)?.trim() ?? '',
  all: (name) => sent.getAll(name),
  file: () => null,
})

/** Null: it cannot be read. */
async function multipart(bytes: Buffer, type: string): Promise<Form | null> {
  const sent = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } })
    .formData()
    .catch(() => null)
  if (!sent) return null
  const texts = new URLSearchParams()
  const files = new Map<string, Buffer>()
  for (const [name, value] of sent) {
    if (typeof value === 'string') texts.append(name, value)
    else files.set(name, Buffer.from(await value.arrayBuffer()))
  }
  return { ...fields(texts), file: (name) => files.get(name) ?? null }
}

/** Null: there is more than that. */
async function bytesOf(request: Request, most: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = []
  let length = 0
  const sent: AsyncIterable<Uint8Array> | Iterable<never> = request.body ?? []
  for await (const chunk of sent) {
    length += chunk.byteLength
    if (length <= most) chunks.push(chunk)
    else if (length > MOST_READ) break
  }
  return length <= most ? Buffer.concat(chunks) : null
}
