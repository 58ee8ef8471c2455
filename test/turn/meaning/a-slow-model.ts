import { expect } from 'vitest'
import type { Meanings } from '../../../src/turn/meaning/hear-meaning.ts'
import { aNode, clinicAtWork } from '../../support/clinic-at-work.ts'
import type { TestStore } from '../../support/database.ts'

/** By rules and words nothing; with a meaning that speaks for risk, thoughts of ending life. */
export const TEXT = 'it is what we said it would be'
export const RISK = 6
export const QUESTION = 'Are you having thoughts of ending your life?'

/** A model that is too slow for every message, and answers when told to. */
export function aSlowModel() {
  const waiting: ((odds: number | null) => void)[] = []
  const model = { stands: true, soon: null as number | null, asked: 0 }
  const meanings: Meanings = {
    stand: () => model.stands,
    read: () => {
      model.asked++
      return {
        soon: Promise.resolve(model.soon),
        late: new Promise((answer) => waiting.push(answer)),
      }
    },
  }
  return Object.assign(model, {
    meanings,
    answers: (odds: number | null) => {
      for (const answer of waiting.splice(0)) answer(odds)
    },
  })
}

/** A clinic whose node reads meanings too late. */
export async function aClinic(opened: TestStore) {
  const at = await clinicAtWork(opened)
  const model = aSlowModel()
  const settled: Promise<unknown>[] = []
  const store: TestStore['store'] = {
    ...opened.store,
    settleMeaning: (...read) => {
      const settling = opened.store.settleMeaning(...read)
      settled.push(settling)
      return settling
    },
  }
  const node = await aNode({ ...opened, store }, { ...at, meanings: model.meanings }, at.channel)
  await at.channel.start((message) => node.receive(message, at.channel))
  const rowsOf = <T>(statement: string) =>
    opened.asSuperuser((session) => session.query<T & object>(statement, [at.clinic]))
  return {
    ...at,
    ...node,
    model,
    says: (text: string) => at.channel.says(at.address.reveal(), text),
    /** What is said is taken up and answered. */
    say: async (text: string) => {
      await at.channel.says(at.address.reveal(), text)
      await node.work()
      await opened.advanceTestClock(61_000)
      await node.work()
    },
    /** The model answers, what comes of it is stored, and the turn that follows is taken. */
    reads: async (odds: number | null, settles = 1) => {
      const before = settled.length
      model.answers(odds)
      await expect.poll(() => settled.length - before).toBe(settles)
      const outcomes = await Promise.all(settled.slice(before))
      await node.work()
      return outcomes
    },
    texts: () => at.channel.reads(at.address.reveal()).map(({ text }) => text),
    asked: () => at.channel.reads(at.address.reveal()).filter(({ text }) => text === QUESTION).length,
    marks: async () =>
      (
        await rowsOf<{ meaning: string | null; level: string; rules: string[] }>(
          `select meaning, screen->>'level' as level, screen->'rules' as rules from holdfast.inbox where clinic_id = $1 order by seq`,
        )
      ).map(({ meaning, level, rules }) => [meaning, level, ...rules].join(' ')),
    timers: async () =>
      (await rowsOf<{ name: string }>(`select name from holdfast.timers where clinic_id = $1 order by name`)).map(
        ({ name }) => name,
      ),
    reasons: async () =>
      (await opened.people.flags(at.clinic)).flatMap(({ level, reasons }) =>
        reasons.map(({ rule, detail, note }) => [level, rule, ...(detail ?? []), ...(note ? [note] : [])].join(' ')),
      ),
  }
}

/** Such a clinic, in which the message was taken up and its meaning is still being read. */
export async function said(opened: TestStore) {
  const at = await aClinic(opened)
  await at.say('hello')
  await at.says(TEXT)
  await at.work()
  return at
}

/** Another node over the same store, with a model of its own. */
export async function another(opened: TestStore, at: Awaited<ReturnType<typeof aClinic>>) {
  const model = aSlowModel()
  return { ...(await aNode(opened, { ...at, meanings: model.meanings }, at.channel)), model }
}

/** A look, and the model's answer to all that it asks. */
export async function looks(node: Awaited<ReturnType<typeof another>>, odds: number | null): Promise<number> {
  const before = node.model.asked
  const looking = node.readLate()
  const done = looking.then(() => true)
  await expect
    .poll(async () => node.model.asked > before || (await Promise.race([done, Promise.resolve(false)])))
    .toBe(true)
  node.model.answers(odds)
  return looking
}
