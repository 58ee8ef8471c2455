import { alarmBudget, BUDGET, type AlarmBudget, type Measured } from '../../care/budget.ts'
import { verb, type CommandDeps, type Verb } from '../operate/verb.ts'
import { settingsOf } from './settings.ts'

/** `flags budget`: what the alarms cost, measured. */
export function budgetVerb(deps: CommandDeps): Record<string, Verb> {
  return {
    'duty.budget': verb({}, async () =>
      alarmBudget(await deps.duty.alarmCounts(deps.clinic(), BUDGET.days), await settingsOf(deps)),
    ),
  }
}

export function budgetWords(found: AlarmBudget): string {
  const { days, clientWeeks, rules, interruptionsPerClinicianDay, nightPagesPerHundredClientWeeks } = found
  return [
    `The last ${days} days, ${clientWeeks.toFixed(1)} client-weeks.`,
    line('interruptions on a clinician’s worst day', interruptionsPerClinicianDay, 'at most'),
    line('pages in uncovered hours per 100 client-weeks', nightPagesPerHundredClientWeeks, 'at most'),
    ...rules.flatMap(({ rule, flags, judged, useful, ambersPerTenClientWeeks, usefulShare }) => [
      `${rule}: ${flags} flags, ${useful} of ${judged} judged ambers useful`,
      line('  ambers per 10 client-weeks', ambersPerTenClientWeeks, 'at most'),
      line('  share of ambers judged useful', usefulShare, 'at least'),
    ]),
  ].join('\n')
}

function line(what: string, { is, budget, over }: Measured, limit: string): string {
  const figure = is === null ? 'not known yet' : is.toFixed(2)
  return `${over ? 'OVER ' : 'ok   '}${what}: ${figure} (${limit} ${budget})`
}
