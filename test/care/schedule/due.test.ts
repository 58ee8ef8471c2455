import { describe, expect, test } from 'vitest'
import { reminderDue } from '../../../src/care/schedule/due.ts'
import { REMINDERS, rungAfter } from '../../../src/care/schedule/reviewed.ts'
import { NEVER_REMINDED, type Reminded } from '../../../src/core/conversation.ts'
import type { FlowId } from '../../../src/core/ids.ts'
import type { Plan } from '../../../src/core/plan.ts'
import { PLAN } from '../../store/a-clinic.ts'

const DAY = 86_400_000
const EVENING = new Date('2026-06-10T18:31:00Z')
const daily = {
  id: 'a1',
  flow: 'check-in' as FlowId,
  rule: 'FREQ=DAILY;BYHOUR=18;BYMINUTE=30',
  windowMinutes: 90,
  since: '2026-06-01T00:00:00Z',
}
const plan = { ...PLAN, zone: 'UTC', assignments: [daily] }
const settled: Reminded = { ...NEVER_REMINDED, through: EVENING.getTime() - 3_600_000 }
const open = {
  prompt: 'p',
  assignment: 'a1',
  flow: daily.flow,
  at: 0,
  until: EVENING.getTime() + DAY,
  nudgeAt: null,
  answered: false,
  snoozed: false,
  programme: false,
}

const AT_HALF_PAST_THREE = { ...daily, rule: 'FREQ=DAILY;BYHOUR=3;BYMINUTE=30' }

interface Changes {
  readonly plan?: Partial<Plan>
  readonly reminded?: Partial<Reminded>
  readonly now?: string
}

describe('a reminder that is due', () => {
  test('is sent in its window, with one second time to come', () => {
    const due = reminderDue(plan, settled, EVENING)
    expect(due.remind).toMatchObject({ assignment: 'a1', at: Date.parse('2026-06-10T18:30:00Z') })
    expect(due.nudgeAt).toBe(EVENING.getTime() + REMINDERS.nudgeAfterMinutes * 60_000)
    expect(due.next).toBe(Date.parse('2026-06-11T18:30:00Z'))
  })

  test.each([
    ['after its window', { now: '2026-06-10T20:01:00Z' }, 'window-closed'],
    ['while the clinician paused it', { plan: { assignments: [{ ...daily, paused: true }] } }, 'paused'],
    ['while the client rests from reminders', { reminded: { pausedUntil: EVENING.getTime() + 1 } }, 'paused'],
    ['on a day that had one', { reminded: { sentAt: EVENING.getTime() - 3_600_000 } }, 'one-a-day'],
    ['on the day of a session', { plan: { sessions: ['2026-06-10T14:00:00Z'] } }, 'session-day'],
    ['in quiet hours', { plan: { zone: 'Asia/Tokyo', assignments: [AT_HALF_PAST_THREE] } }, 'quiet-hours'],
  ] as const)('is not sent %s, and says so', (_when, given, why) => {
    const { plan: planned = {}, reminded = {}, now = EVENING } = given as Changes
    const due = reminderDue({ ...plan, ...planned }, { ...settled, ...reminded }, new Date(now))
    expect(due.remind).toBe(null)
    expect(due.skipped.map((one) => one.why)).toEqual([why])
  })

  test('two at one time are one reminder', () => {
    const due = reminderDue({ ...plan, assignments: [daily, { ...daily, id: 'a2' }] }, settled, EVENING)
    expect(due.remind?.assignment).toBe('a1')
    expect(due.skipped).toMatchObject([{ assignment: 'a2', why: 'one-a-day' }])
  })

  test('comes less often the more of them had no answer, and loses its second time first', () => {
    const after = (unanswered: number, days: number) => {
      const reminded = { ...settled, unanswered: unanswered - 1, open, sentAt: EVENING.getTime() - days * DAY }
      const { remind, nudgeAt } = reminderDue(plan, reminded, EVENING)
      return remind === null ? 'none' : nudgeAt === null ? 'once' : 'twice'
    }
    expect(after(1, 1)).toBe('twice')
    expect(after(2, 1)).toBe('once')
    expect(after(4, 1)).toBe('none')
    expect(after(4, 2)).toBe('once')
    expect(after(7, 6)).toBe('none')
    expect(after(7, 7)).toBe('once')
  })

  test('later, or any answer, counts as no silence', () => {
    const counted = (change: object) =>
      reminderDue(plan, { ...settled, open: { ...open, ...change } }, EVENING).unanswered
    expect([counted({}), counted({ answered: true }), counted({ snoozed: true })]).toEqual([1, 0, 0])
  })

  test('the second time comes once a day and inside the window', () => {
    const at = { ...settled, through: EVENING.getTime(), open: { ...open, nudgeAt: EVENING.getTime() } }
    expect(reminderDue(plan, at, EVENING).nudge).toBe(true)
    expect(reminderDue(plan, { ...at, nudgedAt: EVENING.getTime() - 1 }, EVENING).nudge).toBe(false)
    expect(reminderDue(plan, { ...at, open: { ...at.open, until: EVENING.getTime() } }, EVENING).nudge).toBe(false)
  })

  test('no rung of the ladder is louder than the one above', () => {
    const rungs = Array.from({ length: 12 }, (_none, unanswered) => rungAfter(unanswered))
    for (const [index, rung] of rungs.slice(1).entries()) {
      expect(rung.daysBetween).toBeGreaterThanOrEqual(rungs[index]!.daysBetween)
      expect(Number(rung.nudge)).toBeLessThanOrEqual(Number(rungs[index]!.nudge))
    }
  })
})

describe('before a planned ending', () => {
  const days = (endsOn: string, from: string, count: number) =>
    Array.from({ length: count }, (_none, n) => {
      const now = new Date(Date.parse(`${from}T18:31:00Z`) + n * DAY)
      const through = now.getTime() - 3_600_000
      const due = reminderDue({ ...plan, endsOn }, { ...NEVER_REMINDED, through }, now)
      return due.remind ? 'sent' : due.skipped.map(({ why }) => why).join()
    })

  test('reminders halve over the four weeks, and end with its day', () => {
    const month = days('2026-07-31', '2026-07-03', 29)
    expect(month.slice(0, 4)).toEqual(['sent', 'ending', 'sent', 'ending'])
    expect(month.filter((one) => one === 'sent')).toHaveLength(15)
    expect(days('2026-07-31', '2026-08-01', 2)).toEqual(['ending', 'ending'])
  })

  test('nothing fades before them, nor without a day', () => {
    expect(days('2026-07-31', '2026-06-20', 13)).toEqual(Array.from({ length: 13 }, () => 'sent'))
  })

  test('a weekly one halves too', () => {
    const weekly = { ...daily, rule: 'FREQ=WEEKLY;BYDAY=WE;BYHOUR=18;BYMINUTE=30' }
    const sent = ['08', '15', '22', '29'].map((day) => {
      const now = new Date(`2026-07-${day}T18:31:00Z`)
      const reminded = { ...NEVER_REMINDED, through: now.getTime() - 3_600_000 }
      return reminderDue({ ...plan, assignments: [weekly], endsOn: '2026-07-31' }, reminded, now).remind !== null
    })
    expect(sent).toEqual([true, false, true, false])
  })
})
