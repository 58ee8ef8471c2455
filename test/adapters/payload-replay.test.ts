import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Update } from 'grammy/types'
import { describe, expect, test } from 'vitest'
import { normalise } from '../../adapters/telegram/normalise.ts'
import type { Inbound } from '../../src/core/message.ts'

/** An update as the Bot API documents it, and what must become of it; null: nothing. */
interface Recorded {
  readonly update: Update
  readonly expected: unknown
}

const BOT = '110201543'
const FOLDER = join(import.meta.dirname, 'payloads/telegram')
const names = readdirSync(FOLDER).filter((file) => file.endsWith('.json'))

function recorded(name: string): Recorded {
  return JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Recorded
}

/** The message as JSON with its words in the open, as the expectations are written. */
function inTheOpen(message: Inbound | undefined): unknown {
  if (!message) return null
  const { body, address, display, platformAt } = message
  const words = 'text' in body ? { text: body.text.reveal() } : {}
  const caption = body.kind === 'media' ? { caption: body.caption?.reveal() ?? null } : {}
  return {
    ...message,
    address: address.reveal(),
    display: display?.reveal() ?? null,
    platformAt: platformAt?.toISOString() ?? null,
    body: { ...body, ...words, ...caption },
  }
}

describe('telegram payloads', () => {
  test.each(names)('%s is normalised as recorded', (name) => {
    const { update, expected } = recorded(name)
    expect(inTheOpen(normalise(update, BOT))).toEqual(expected)
  })

  test('every one of them prints no word of its own', () => {
    const printed = names.map((name) => JSON.stringify(normalise(recorded(name).update, BOT))).join()
    for (const word of ['kettle', 'lake', 'library', 'Robin', '5000000001']) expect(printed).not.toContain(word)
  })
})
