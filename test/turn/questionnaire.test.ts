import { expect, test } from 'vitest'
import type { Lang } from '../../src/core/ids.ts'
import { provenScripts } from '../support/flows.ts'
import { clinicAtWork } from '../support/clinic-at-work.ts'
import { eachDatabase } from '../support/database.ts'
import { tableOver } from '../cli/table.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const WELCOME = ['hello', 'Yes, I want this', 'Go on without trying', 'Go on without trying', 'No, not now', 'menu']

/** A licensed form in words that nobody licensed. */
const FORM = {
  instrument: 'WHO-5',
  licence: 'nobody, for a test',
  stem: 'How are the last two weeks?',
  items: ['One', 'Two', 'Three', 'Four', 'Five'],
  options: ['At no time', 'Some', 'Less than half', 'More than half', 'Most', 'All of the time'],
}

eachDatabase('a questionnaire by chat', (open) => {
  test('is kept as one of a session is, and what a clinician has looked at joins the round', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    const shelf = provenScripts().map(({ hash, flow, lang }) => ({
      hash,
      flow,
      lang,
      title: flow,
      kind: 'care' as const,
      class: null,
    }))
    const run = tableOver(opened, at, { library: { list: async () => shelf, publish: async () => shelf } })
    const say = async (...lines: string[]) => {
      for (const line of lines) {
        await at.says(line)
        await at.work()
      }
    }
    await opened.people.savePlan(at.clinic, at.client, (plan) => ({ ...plan, zone: 'UTC' }), 'operator')
    await say(...WELCOME)
    const now = await opened.store.time()
    const noon = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1, 12)
    await run('care.assign', { client: at.client, flow: 'phq-9', at: '12:00' })
    await opened.advanceTestClock(noon - now.getTime() + MINUTE)
    await at.work()
    await say('Begin', 'Begin', ...Array.from({ length: 8 }, () => 'Not at all'), 'Several days', 'No', 'Leave it here')
    const flags = await opened.people.flags(at.clinic)
    expect(flags.flatMap(({ reasons }) => reasons.map(({ rule }) => rule))).toContain('risk-item')
    expect(await run('care.measures', { client: at.client })).toMatchObject({
      measures: [{ instrument: 'PHQ-9', total: 1, risk: 1, by: 'client', reviewedBy: null }],
    })
    expect(await run('care.reviewMeasures', { client: at.client, by: at.therapist })).toMatchObject({ reviewed: 1 })
    expect(await run('care.reviewMeasures', { client: at.client, by: at.therapist })).toMatchObject({ reviewed: 0 })

    await opened.advanceTestClock(DAY)
    await at.work()
    await say(
      'menu',
      'Go on',
      'Begin',
      ...Array.from({ length: 8 }, () => 'Not at all'),
      'Several days',
      'No',
      'Leave it here',
    )
    const again = await opened.people.flags(at.clinic)
    const rules = again.flatMap(({ reasons }) => reasons.map(({ rule }) => rule))
    expect(rules.filter((rule) => rule.startsWith('risk-item'))).toEqual(['risk-item', 'risk-item-known'])
  })

  test('whose words are licensed is assigned once the clinic has imported them, and not before', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    const who = provenScripts().filter(({ flow }) => flow === 'who-5')
    const shelf = who.map(({ hash, flow, lang }) => ({
      hash,
      flow,
      lang,
      title: flow,
      kind: 'care' as const,
      class: null,
    }))
    const run = tableOver(opened, at, { library: { list: async () => shelf, publish: async () => shelf } })
    const assign = () => run('care.assign', { client: at.client, flow: 'who-5', at: '12:00' })
    const bring = (file: unknown, by = 'Robin Reed') => run('care.importMeasure', { file, by })
    await expect(assign()).rejects.toThrow('holdfast measure import')
    await expect(bring({ ...FORM, items: ['One'] })).rejects.toThrow('has 5 items and 6 options; the file has 1 and 6')
    await expect(bring({ ...FORM, stem: '' })).rejects.toThrow('stem')
    await expect(bring({ ...FORM, instrument: 'PHQ-9' })).rejects.toThrow('already')
    await expect(bring({ ...FORM, instrument: 'MMPI' })).rejects.toThrow('WHO-5, CORE-10, YP-CORE')
    await expect(bring(FORM, 'operator')).rejects.toThrow('--by')
    expect(await bring(FORM)).toMatchObject({ instrument: 'WHO-5', items: 5, outcome: 'signed' })
    expect(await assign()).toMatchObject({ flow: 'who-5' })
    await at.library.refresh()
    const script = at.library.find(at.library.current('en' as Lang), 'who-5')
    expect([...script.lines.values()]).toEqual(expect.arrayContaining([FORM.stem, ...FORM.items, ...FORM.options]))
  })
})
