import { expect, test } from 'vitest'
import { Private } from '../../src/core/private.ts'
import { render } from '../../src/core/render.ts'
import { countries, crisisFacts } from '../../src/rails/crisis-directory.ts'
import { factsForStranger } from '../../src/care/facts.ts'
import { aLink } from '../store/a-clinic.ts'
import { clinicAtWork } from '../support/clinic-at-work.ts'
import { eachDatabase } from '../support/database.ts'
import { signedEngine } from '../support/flows.ts'
import { countOf, read } from './a-node.ts'

/** What the last card says, and the tokens under it. */
const last = ({ channel }: Awaited<ReturnType<typeof clinicAtWork>>, who: string) => channel.reads(who).at(-1)
const ELSEWHERE = /your local emergency number.*findahelpline\.com/
const wordsIn = (text: string) => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length

eachDatabase('a stranger', (open) => {
  test('is asked for the country, and a tap brings its numbers', async () => {
    const at = await clinicAtWork(await open())
    await at.channel.says('a-stranger', 'hello?')
    const card = last(at, 'a-stranger')
    expect(card?.text).toContain('your local emergency number')
    expect(card?.buttons.map(({ label }) => label)).toEqual([
      'Australia',
      'New Zealand',
      'United Kingdom',
      'Ireland',
      'United States',
      'Canada',
      'Another country',
    ])
    for (const { token, label } of card?.buttons ?? []) {
      expect(Buffer.byteLength(token)).toBeLessThanOrEqual(64)
      await at.channel.taps('a-stranger', token)
      const numbers = label === 'Another country' ? ELSEWHERE : new RegExp(`^${label}\\. In danger, call \\d{3}`)
      expect(last(at, 'a-stranger')?.text).toMatch(numbers)
    }
  })

  test('is answered at once when they name their country, and every time', async () => {
    const at = await clinicAtWork(await open())
    await at.channel.says('a-stranger', 'hello?')
    for (const [said, numbers] of [
      ['Norway', /^Norway\. In danger, call 112 \(police\) or 113 \(ambulance\)/],
      ['Países Bajos', /^Netherlands\. In danger, call 112\. .*113/],
      ['GB', /^United Kingdom\. In danger, call 999/],
      ['Kenya', ELSEWHERE],
    ] as const) {
      await at.channel.says('a-stranger', said)
      expect(last(at, 'a-stranger')?.text).toMatch(numbers)
    }
  })

  test('leaves no trace, and their country is forgotten with the answer', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    await at.channel.says('a-stranger', 'Australia')
    await at.channel.says('a-stranger', 'STOP')
    expect(last(at, 'a-stranger')?.text).toContain('your local emergency number')
    for (const table of ['inbox', 'outbox', 'transcript'] as const)
      expect(await countOf(opened, at.clinic, table)).toBe(0)
  })

  test('is never placed by anything but the name of a country', async () => {
    const at = await clinicAtWork(await open())
    for (const said of ['no', 'NO', 'I am in Australia I think', '+47 22 22 22 22', 'hei, er det noen der', '113']) {
      await at.channel.says(`a-stranger who says ${said}`, said)
      expect(read(at.channel, `a-stranger who says ${said}`)).toEqual([
        expect.stringContaining('tap or write your country'),
      ])
    }
    // A button of a practice that ended long ago: [No] is no Norway.
    await at.channel.taps('a-former-client', 'abcdefghijkl.no')
    expect(read(at.channel, 'a-former-client')).toEqual([expect.stringContaining('tap or write your country')])
  })

  test('who is in danger gets the card at once, whatever came before', async () => {
    const at = await clinicAtWork(await open())
    for (const said of ['hello', 'I want to kill myself', 'SOS', 'STOP']) await at.channel.says('a-stranger', said)
    expect(read(at.channel, 'a-stranger')).toHaveLength(4)
  })

  test('may be somebody whose account waits for confirmation, or whose link has ended', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    const pending = await aLink(opened, at, 'telegram', false)
    await at.channel.says(pending.address.reveal(), 'Ireland')
    expect(last(at, pending.address.reveal())?.text).toMatch(/^Ireland\. In danger, call 112 or 999/)
    await opened.people.confirmLink(at.clinic, pending.link, 'operator')
    await at.channel.delivers(at.address.reveal(), { kind: 'text', text: new Private('Ireland') })
    expect(last(at, at.address.reveal())?.text).toMatch(/^Ireland\./)
    expect(await countOf(opened, at.clinic, 'inbox')).toBe(0)
  })
})

test('the numbers of every country fit into forty words', async () => {
  const { engine } = await signedEngine()
  const [say] = engine.answer('stranger-numbers', 'en' as never, () => 'abcdefghijkl' as never)
  for (const country of countries()) {
    const facts = factsForStranger(country)
    const text = render(engine.line(say!.line), { keepsakes: {}, facts }, [], { silent: false, protect: false }).text()
    expect([text, wordsIn(text)]).toEqual([text, Math.min(40, wordsIn(text))])
    expect(text).toContain(crisisFacts(country, false).emergency)
  }
})
