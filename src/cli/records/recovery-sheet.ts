import { createHash, hkdfSync } from 'node:crypto'
import { refused } from '../operate/verb.ts'

/*
 * HOLDFAST_KEY on paper, in two halves for two people (care C23). Either half alone says nothing about the key: the
 * first is derived from it one way, the second is the key under the first. Printed twice, the halves are the same, so
 * that the first half of one print goes with the second of another.
 */

const KEY_BYTES = 32
const CHECK_BYTES = 2
/** Base32 without letters that look like digits. */
const SIGNS = 'ABCDEFGHJKMNPQRSTVWXYZ0123456789'
const BITS = 5
const GROUP = 5

export interface Halves {
  readonly first: string
  readonly second: string
}

export function halvesOf(key: Buffer): Halves {
  const mask = Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'holdfast recovery sheet v1', KEY_BYTES))
  return { first: written('1', mask), second: written('2', either(key, mask)) }
}

/** The key that two halves make. Throws `command.refused`, saying which half was mistyped. */
export function joined({ first, second }: Halves): Buffer {
  return either(read('1', first), read('2', second))
}

/** `1-ABCDE-…`: which half, then its bytes and two to notice a slip of the pen. */
function written(half: '1' | '2', bytes: Buffer): string {
  const signs = encode(Buffer.concat([bytes, checkOf(half, bytes)]))
  const groups = signs.match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? []
  return [half, ...groups].join('-')
}

function read(half: '1' | '2', text: string): Buffer {
  const plain = text
    .toUpperCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll(/[IL]/g, '1')
    .replaceAll('O', '0')
    .replaceAll('U', 'V')
  const name = half === '1' ? 'first' : 'second'
  if (!plain.startsWith(half)) throw refused(`That is not the ${name} half.`, `It begins with ${half}.`)
  const bytes = decode(plain.slice(1))
  const key = bytes?.subarray(0, KEY_BYTES)
  if (!bytes || !key || !bytes.subarray(KEY_BYTES).equals(checkOf(half, key)))
    throw refused(`The ${name} half is not as it stands on the sheet.`, 'Compare it group by group and type it again.')
  return key
}

function encode(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => SIGNS[parseInt(five.padEnd(BITS, '0'), 2)]).join('')
}

/** Null where a sign is none of ours or the length is another. */
function decode(signs: string): Buffer | null {
  const length = KEY_BYTES + CHECK_BYTES
  const values = signs.split('').map((sign) => SIGNS.indexOf(sign))
  if (values.includes(-1) || signs.length !== Math.ceil((length * 8) / BITS)) return null
  const bits = values.map((value) => value.toString(2).padStart(BITS, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => parseInt(eight, 2)))
}

function checkOf(half: string, bytes: Buffer): Buffer {
  return createHash('sha256').update(half).update(bytes).digest().subarray(0, CHECK_BYTES)
}

function either(one: Buffer, other: Buffer): Buffer {
  return Buffer.from(one.map((byte, at) => byte ^ (other[at] ?? 0)))
}
