import { randomUUID } from 'node:crypto'
import { isCovered } from '../../src/care/cover.ts'
import { LEVELS } from '../../src/care/levels.ts'
import type { ClinicianId } from '../../src/core/ids.ts'
import { Private } from '../../src/core/private.ts'
import { createAcknowledge } from '../../src/escalation/acknowledge.ts'
import { createAnswerRound, createRounds } from '../../src/escalation/rounds.ts'
import { claimed, sent, settingsFor, texts } from '../store/a-clinic.ts'
import type { TestStore } from '../support/database.ts'
import { aClinicianLink, aLog, aNode, saveSettings, settingsOf } from '../turn/a-node.ts'

export const CONSOLE = 'https://clinic.example/console'
export const EVERY_DAY = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '18:00' }]

/** At the next 08:30 in UTC, or another clock time; Robin is in the chain, Lou leads. */
export async function atTheRound(opened: TestStore, clock = '08:30', weekday?: number) {
  const { at, world } = await aNode(opened)
  const { clinic } = at
  const now = world.now().toTemporalInstant().toZonedDateTimeISO('UTC')
  const days = Array.from({ length: 9 }, (_none, ahead) => now.add({ days: ahead }).withPlainTime(clock))
  const next = days.find(
    (day) =>
      day.epochMilliseconds > now.epochMilliseconds &&
      (weekday ?? day.dayOfWeek) === day.dayOfWeek &&
      (weekday !== undefined || day.dayOfWeek !== LEVELS.drill.weekday),
  )
  if (!next) throw new Error('no such day')
  await world.advance(next.epochMilliseconds - now.epochMilliseconds)
  const lead = randomUUID() as ClinicianId
  await opened.people.addClinician({ clinic, id: lead, name: 'Lou Hall', role: 'lead', by: 'operator' })
  const chats = { robin: await aClinicianLink(opened, at, at.therapist), lou: await aClinicianLink(opened, at, lead) }
  await saveSettings(opened, at, { zone: 'UTC', cover: EVERY_DAY })
  const deps = {
    duty: opened.duty,
    settingsOf: () => settingsOf(opened, clinic),
    people: opened.people,
    peopleAs: (by: ClinicianId) => opened.peopleAs(by),
    consoleUrl: CONSOLE,
    world,
    log: aLog(),
  }
  const rounds = createRounds(deps)
  const acknowledge = createAcknowledge({ duty: opened.duty, clinic, others: createAnswerRound(deps, clinic) })
  return {
    at,
    world,
    chats,
    look: () => rounds(clinic),
    told: async () => {
      const rows = (await claimed(opened, at)).filter(({ lane }) => lane === 'notice')
      await sent(opened, at, rows)
      return rows.map((row) => ({ to: row.address.reveal(), text: texts([row])[0] ?? '', message: row.message }))
    },
    press: async (chat: string, label: string, rows: { message: unknown }[]) => {
      const { buttons = [] } = (rows[0]?.message ?? {}) as { buttons?: { label: string; token: string }[] }
      const token = buttons.find((one) => one.label === label)?.token ?? ''
      return (await acknowledge(token, { channel: 'telegram', address: new Private(chat) }))?.text
    },
    covered: async () => isCovered((await settingsOf(opened, clinic)) ?? settingsFor(at.therapist), world.now()),
  }
}
