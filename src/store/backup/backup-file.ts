import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { once } from 'node:events'
import { z } from 'zod'
import { codeOf, HoldfastError, notWritten } from '../../core/errors.ts'

/*
 * A backup is gzipped JSON lines: a head, then rows as text of the database's own making, then a foot with the hash of
 * all before it. A file without its foot was cut off and is never restored.
 */

const Head = z.strictObject({
  holdfast: z.literal('backup'),
  format: z.literal(1),
  takenAt: z.iso.datetime(),
  migrations: z.array(z.string()),
  clinics: z.array(z.uuid()),
})
export type Head = z.infer<typeof Head>
const Part = z.strictObject({ clinic: z.uuid().nullable(), table: z.string(), rows: z.array(z.string()) })
export type Part = z.infer<typeof Part>
const Foot = z.strictObject({ rows: z.number().int(), sha256: z.string() })

/** Writes beside and renames at the end, readable by its owner only. Throws `command.refused` where the file is there. */
export async function writeBackup(path: string, head: Head, parts: AsyncIterable<Part>): Promise<{ rows: number }> {
  await refuseToOverwrite(path)
  const beside = `${path}.part`
  const file = await open(beside, 'w', 0o600)
  try {
    const zip = createGzip()
    const ended = streamInto(zip, file)
    const hash = createHash('sha256')
    const line = async (value: object) => {
      const text = `${JSON.stringify(value)}\n`
      hash.update(text)
      if (!zip.write(text)) await once(zip, 'drain')
    }
    await line(head)
    let rows = 0
    for await (const part of parts) {
      rows += part.rows.length
      await line(part)
    }
    zip.end(`${JSON.stringify({ rows, sha256: hash.copy().digest('hex') })}\n`)
    await ended
    await file.sync()
    await file.close()
    await rename(beside, path)
    return { rows }
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(beside, { force: true })
    throw error
  }
}

async function streamInto(zip: ReturnType<typeof createGzip>, file: Awaited<ReturnType<typeof open>>): Promise<void> {
  for await (const chunk of zip) await file.writeFile(chunk as Buffer)
}

async function refuseToOverwrite(path: string): Promise<void> {
  try {
    await (await open(path, 'wx', 0o600)).close()
    await rm(path)
  } catch (error) {
    throw notWritten(path, error)
  }
}

/** Reads a whole backup through without using it. Throws `command.refused` if it is none, was cut off or was changed. */
export async function proveBackup(path: string): Promise<Head> {
  let head: Head | undefined
  for await (const line of linesOf(path)) if ('takenAt' in line) head = line
  if (!head) throw broken(path)
  return head
}

/** The parts of a backup that was proven. */
export async function* partsOf(path: string): AsyncIterable<Part> {
  for await (const line of linesOf(path)) if ('table' in line) yield line
}

async function* linesOf(path: string): AsyncIterable<Head | Part> {
  const hash = createHash('sha256')
  let rows = 0
  let isWhole = false
  try {
    for await (const text of textLinesOf(path)) {
      const value: unknown = JSON.parse(text)
      const foot = Foot.safeParse(value).data
      if (foot) {
        isWhole = foot.rows === rows && foot.sha256 === hash.digest('hex')
        break
      }
      hash.update(`${text}\n`)
      const line = rows === 0 && Head.safeParse(value).data ? Head.parse(value) : Part.parse(value)
      if ('rows' in line) rows += line.rows.length
      yield line
    }
  } catch (error) {
    throw codeOf(error) === 'Error:ENOENT'
      ? new HoldfastError('command.refused', `There is no file ${path}.`)
      : broken(path)
  }
  if (!isWhole) throw broken(path)
}

/** By hand, because `readline` waits for ever on a file that ends in the middle of its compression. */
async function* textLinesOf(path: string): AsyncIterable<string> {
  const file = createReadStream(path)
  const zip = file.pipe(createGunzip()).setEncoding('utf8')
  file.once('error', (error) => zip.destroy(error))
  let rest = ''
  try {
    for await (const chunk of zip) {
      const lines = (rest + String(chunk)).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
    if (rest !== '') yield rest
  } finally {
    file.destroy() // also where whoever reads has enough
  }
}

function broken(path: string): HoldfastError {
  return new HoldfastError(
    'command.refused',
    `${path} is no whole backup: it was cut off, changed, or is something else. Take another one; nothing was restored.`,
  )
}
