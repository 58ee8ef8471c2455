import { alarmBudget, BUDGET } from '../care/budget.ts'
import { overdueAmbers } from '../care/amber.ts'
import type { ClinicId } from '../core/ids.ts'
import type { Notice } from '../core/message.ts'
import type { ClinicSettings } from '../core/plan.ts'
import type { DutyStore } from '../ports/duty.ts'
import { coverWords } from './cover-words.ts'
import { plainNotice } from './notice-text.ts'

interface At {
  readonly clinic: ClinicId
  readonly settings: ClinicSettings
  readonly now: Date
  /** How far back an obligation counts as opened since the last round. */
  readonly sinceMs: number
}

/** The leads' one notice a day: cover tonight, what nobody has, rules over their budget, the last drill (care C22). */
export async function rollUpNotice(
  duty: Pick<DutyStore, 'roundCounts' | 'alarmCounts' | 'clinicianName'>,
  { clinic, settings, now, sinceMs }: At,
): Promise<Notice> {
  const [counts, alarms, cover] = await Promise.all([
    duty.roundCounts(clinic, sinceMs),
    duty.alarmCounts(clinic, BUDGET.days),
    coverWords(duty, clinic, { settings, now }),
  ])
  const budget = alarmBudget(alarms, settings)
  const rules = budget.rules.filter((one) => one.ambersPerTenClientWeeks.over || one.usefulShare.over)
  const over = [
    ...rules.map(({ rule }) => rule),
    ...(budget.interruptionsPerClinicianDay.over ? ['interruptions in a day'] : []),
    ...(budget.nightPagesPerHundredClientWeeks.over ? ['pages at night'] : []),
  ]
  const { unacknowledged, ambers, drill } = counts
  const text = [
    `The day in one notice. ${cover.today} ${cover.tonight}`,
    `Not acknowledged: ${unacknowledged}. Ambers over their deadline: ${overdueAmbers(ambers, settings, now).length}.`,
    over.length === 0 ? 'No rule is over its budget.' : `Over budget, for review: ${over.join(', ')}.`,
    drillWords(drill),
  ].join('\n')
  return { ...plainNotice(text), about: { event: 'round', pseudonym: null, level: null, ref: null } }
}

function drillWords(drill: { readonly day: string; readonly on: number } | null): string {
  if (drill === null) return 'No drill was held yet.'
  return `Last drill, ${drill.day}: ${drill.on === 0 ? 'nobody answered' : `answered by ${drill.on}`}.`
}
