import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf } from '../../core/errors.ts'
import { LIMITS } from '../../core/limits.ts'
import { refused } from '../operate/verb.ts'

/*
 * The keys that seal copies of the key ring: one a day, in a folder of their own, destroyed after 30 days. From then on
 * a copy of that day opens for nobody, and neither does what it would have opened (P12).
 */

const NAME = /^(\d{4}-\d{2}-\d{2})\.key$/
const KEY_BYTES = 32

/** Today's backup key, made if it is missing. */
export function keyOfDay(folder: string, now: Date): { readonly day: string; readonly key: Buffer } {
  const day = now.toISOString().slice(0, 10)
  const path = join(folder, `${day}.key`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  try {
    writeFileSync(path, randomBytes(KEY_BYTES).toString('base64'), { flag: 'wx', mode: 0o600, flush: true })
  } catch (error) {
    if (codeOf(error) !== 'Error:EEXIST') throw error
  }
  return { day, key: keyAt(path) }
}

/** The key of a copy that was made on `day`. Throws `command.refused` when it is gone. */
export function keyThatWas(folder: string, day: string): Buffer {
  try {
    return keyAt(join(folder, `${day}.key`))
  } catch (error) {
    if (codeOf(error) !== 'Error:ENOENT') throw error
    throw refused(
      `The backup key of ${day} is not in ${folder}.`,
      'Backup keys are destroyed after 30 days; take a later copy.',
    )
  }
}

/** Destroys backup keys of more than 30 days: written over, then deleted. Answers their days. */
export function destroyOld(folder: string, now: Date): string[] {
  const last = new Date(now.getTime() - LIMITS.keyBackupsKeptMs).toISOString().slice(0, 10)
  const old = readdirSync(folder)
    .flatMap((name) => NAME.exec(name)?.[1] ?? [])
    .filter((day) => day < last)
  for (const day of old) {
    const path = join(folder, `${day}.key`)
    writeFileSync(path, Buffer.alloc(statSync(path).size), { flag: 'r+', flush: true })
    rmSync(path)
  }
  return old
}

function keyAt(path: string): Buffer {
  const key = Buffer.from(readFileSync(path, 'utf8'), 'base64')
  if (key.length !== KEY_BYTES) throw refused(`${path} holds no backup key.`, 'Delete it and take the copy again.')
  return key
}
