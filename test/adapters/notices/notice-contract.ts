import { afterEach, describe, expect, test } from 'vitest'
import { Private } from '../../../src/core/private.ts'
import type { Channel } from '../../../src/ports/channel.ts'
import { line, notice } from '../sample-messages.ts'

/** A channel that only carries notices, with its platform around it. */
export interface NoticeChannelUnderTest {
  readonly channel: Channel
  readonly address: string
  /** Everything that reached the platform, as it came over the wire. */
  arrived(): readonly string[]
  answersNext(how: 'rate-limited' | 'gone' | 'lost'): void
  /** Takes the platform away. */
  vanishes(): Promise<void>
  logged(): string
  close(): Promise<void>
}

/** The rules of the channel contract that are about sending, for channels on which nobody writes. */
export function noticeChannelContract(name: string, make: () => Promise<NoticeChannelUnderTest>): void {
  describe(`the channel contract for notices, ${name}`, () => {
    let under: NoticeChannelUnderTest | undefined
    afterEach(async () => {
      expect(under?.logged() ?? '', 'an address stands in the log').not.toContain(under?.address)
      await under?.close()
      under = undefined
    })
    const send = async (message: Parameters<Channel['send']>[1], key = 'key-1') =>
      under?.channel.send(new Private(under.address), message, key)

    test('a notice arrives once and answers sent', async () => {
      under = await make()
      expect(await send(notice('RED KQ7M'))).toMatchObject({ kind: 'sent' })
      expect(under.arrived()).toHaveLength(1)
    })

    test('the same notice sent again carries the same key', async () => {
      under = await make()
      await send(notice('RED KQ7M'), 'key-7')
      await send(notice('RED KQ7M'), 'key-7')
      expect(under.arrived().filter((one) => one.includes('key-7'))).toHaveLength(2)
    })

    test("a client's line is refused before anything is sent", async () => {
      under = await make()
      expect(await send(line('Find a position your body likes.'))).toEqual({ kind: 'refused', why: 'invalid' })
      expect(under.arrived()).toEqual([])
    })

    test('an address that is no more answers refused: gone', async () => {
      under = await make()
      under.answersNext('gone')
      expect(await send(notice('RED KQ7M'))).toEqual({ kind: 'refused', why: 'gone' })
    })

    test('a platform that asks to wait answers later, with how long', async () => {
      under = await make()
      under.answersNext('rate-limited')
      expect(await send(notice('RED KQ7M'))).toEqual({ kind: 'later', ms: expect.any(Number) })
      expect(await send(notice('RED KQ7M'))).toMatchObject({ kind: 'sent' })
    })

    test('a send whose answer is lost is unknown, never an error', async () => {
      under = await make()
      under.answersNext('lost')
      expect(await send(notice('RED KQ7M'))).toEqual({ kind: 'unknown' })
    })

    test('a platform that is away answers later, never an error', async () => {
      under = await make()
      await under.vanishes()
      expect(await send(notice('RED KQ7M'))).toMatchObject({ kind: 'later' })
    })

    test('nothing can be taken back', async () => {
      under = await make()
      expect(await under.channel.amend(new Private(under.address), 'x', 'delete')).toBe('unsupported')
    })
  })
}
