import { expect, test } from 'vitest'
import type { Lang } from '../../src/core/ids.ts'
import type { Plan } from '../../src/core/plan.ts'
import { provenScripts } from '../support/flows.ts'
import { clinicAtWork } from '../support/clinic-at-work.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
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

/** Nine items and four answers, in a Spanish that no form has. */
const FORMULARIO = {
  instrument: 'PHQ-9',
  lang: 'es',
  licence: 'nadie, para una prueba',
  stem: '¿Cómo van las dos semanas?',
  items: Array.from({ length: 9 }, (_none, n) => `Pregunta ${n + 1}`),
  options: ['Nada', 'Un poco', 'Bastante', 'Mucho'],
}

function onShelf() {
  const shelf = provenScripts().map(({ hash, flow, lang }) => ({
    hash,
    flow,
    lang,
    title: flow,
    kind: 'care' as const,
    class: null,
  }))
  return { list: async () => shelf, publish: async () => shelf }
}

eachDatabase('a questionnaire by chat', (open) => {
  test('is kept as one of a session is, and what a clinician has looked at joins the round', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    const run = tableOver(opened, at, { library: onShelf() })
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
    const run = tableOver(opened, at, { library: onShelf() })
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

  test('of a client who reads Spanish is asked in the words that the clinic imported, else in the English ones', async () => {
    const opened = await open()
    const { at, run, say, nextNoon } = await inSpanish(opened, 'phq-9')
    expect(await say('Begin')).toContain('¿Quieres empezar? | Empezar')
    const english = await say('Empezar')
    expect(english).toContain('Little interest or pleasure')
    expect(english).toContain('Not at all')

    const french = { file: { ...FORMULARIO, lang: 'fr' }, by: 'Robin Reed' }
    await expect(run('care.importMeasure', french)).rejects.toThrow('lines round phq-9')
    const brought = await run('care.importMeasure', { file: FORMULARIO, by: 'Robin Reed' })
    expect(brought).toMatchObject({ instrument: 'PHQ-9', lang: 'es', items: 9, outcome: 'signed' })
    await at.library.refresh()
    await nextNoon()
    await say('Begin')
    const spanish = await say('Empezar')
    expect(spanish).toContain('¿Cómo van las dos semanas?')
    expect(spanish).toMatch(/Pregunta 1 \| Nada \| Un poco/)
    expect(await say(...Array.from({ length: 8 }, () => 'Nada'))).toContain('Pregunta 9')
    await say('Un poco')
    const rules = (await opened.people.flags(at.clinic)).flatMap(({ reasons }) => reasons.map(({ rule }) => rule))
    expect(rules).toContain('risk-item')
  })

  test('that is licensed and was imported in English only is asked in English', async () => {
    const opened = await open()
    const { say } = await inSpanish(opened, 'who-5')
    await say('Begin')
    expect(await say('Begin')).toContain(FORM.stem)
  })
})

/** Welcomed, reads Spanish, and is reminded of it at the next noon. */
async function inSpanish(opened: TestStore, flow: string) {
  const at = await clinicAtWork(opened)
  const run = tableOver(opened, at, { library: onShelf() })
  const say = async (...lines: string[]) => {
    for (const line of lines) {
      await at.says(line)
      await at.work()
    }
    const shown = at.channel.reads(at.address.reveal()).slice(-4)
    return shown.map(({ text, buttons }) => [text, ...buttons.map(({ label }) => label)].join(' | ')).join('\n')
  }
  const nextNoon = async () => {
    const now = await opened.store.time()
    const noon = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1, 12)
    await opened.advanceTestClock(noon - now.getTime() + 2 * MINUTE)
    await at.work()
  }
  await say(...WELCOME)
  const spanish = (plan: Plan) => ({ ...plan, zone: 'UTC', lang: 'es' as Lang })
  await opened.people.savePlan(at.clinic, at.client, spanish, 'operator')
  await run('care.importMeasure', { file: FORM, by: 'Robin Reed' })
  await run('care.assign', { client: at.client, flow, at: '12:00' })
  await at.library.refresh()
  await nextNoon()
  return { at, run, say, nextNoon }
}
