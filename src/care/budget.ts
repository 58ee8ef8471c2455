import { localDay } from '../rails/local-hours.ts'
import { z } from 'zod'
import type { ClinicianId } from '../core/ids.ts'
import { hoursStand, type Hours } from './cover.ts'
import budget from './reviewed/budget.json' with { type: 'json' }

/** The alarm budget (care C24). Source: `reviewed/budget.json`. */
export const BUDGET = z
  .strictObject({
    what: z.string(),
    source: z.string(),
    date: z.iso.date(),
    signedOffBy: z.string().nullable(),
    days: z.int().positive(),
    ambersPerTenClientWeeks: z.number().positive(),
    interruptionsPerClinicianDay: z.number().positive(),
    nightPagesPerHundredClientWeeks: z.number().positive(),
    usefulShare: z.number().min(0).max(1),
  })
  .parse(budget)

/** What the store counted. The shape of the ports' `AlarmCounts`. */
export interface AlarmCounts {
  readonly clientWeeks: number
  readonly rules: readonly {
    readonly rule: string
    readonly flags: number
    readonly ambers: number
    /** Ambers with an outcome, and those of them that were no false alarm. */
    readonly judged: number
    readonly useful: number
  }[]
  readonly interruptions: readonly { readonly clinician: ClinicianId; readonly at: Date; readonly notice: string }[]
}

/** A figure beside what it may be; null: too little happened to say. */
export interface Measured {
  readonly is: number | null
  readonly budget: number
  readonly over: boolean
}

export interface AlarmBudget {
  readonly days: number
  readonly clientWeeks: number
  readonly rules: readonly {
    readonly rule: string
    readonly flags: number
    readonly ambersPerTenClientWeeks: Measured
    readonly usefulShare: Measured
    readonly judged: number
    readonly useful: number
  }[]
  /** The worst day of any one clinician. */
  readonly interruptionsPerClinicianDay: Measured
  readonly nightPagesPerHundredClientWeeks: Measured
}

/** Figures per rule, for the lead. A rule over its budget is listed for review; nothing is switched off by itself. */
export function alarmBudget({ clientWeeks, rules, interruptions }: AlarmCounts, hours: Hours): AlarmBudget {
  const per = (count: number, weeks: number) => (clientWeeks === 0 ? null : (count / clientWeeks) * weeks)
  const notices = [...new Map(interruptions.map((one) => [`${one.notice} ${one.clinician}`, one])).values()]
  const nights = hours.cover.length === 0 ? [] : notices.filter(({ at }) => !hoursStand(hours, at))
  const perDay = new Map<string, number>()
  for (const { clinician, at } of notices) {
    const day = `${clinician} ${localDay(at, hours.zone).toString()}`
    perDay.set(day, (perDay.get(day) ?? 0) + 1)
  }
  return {
    days: BUDGET.days,
    clientWeeks,
    rules: rules.map(({ rule, flags, ambers, judged, useful }) => ({
      rule,
      flags,
      judged,
      useful,
      ambersPerTenClientWeeks: atMost(per(ambers, 10), BUDGET.ambersPerTenClientWeeks),
      usefulShare: atLeast(judged === 0 ? null : useful / judged, BUDGET.usefulShare),
    })),
    interruptionsPerClinicianDay: atMost(Math.max(0, ...perDay.values()), BUDGET.interruptionsPerClinicianDay),
    nightPagesPerHundredClientWeeks: atMost(per(nights.length, 100), BUDGET.nightPagesPerHundredClientWeeks),
  }
}

const atMost = (is: number | null, most: number): Measured => ({ is, budget: most, over: is !== null && is > most })
const atLeast = (is: number | null, least: number): Measured => ({ is, budget: least, over: is !== null && is < least })
