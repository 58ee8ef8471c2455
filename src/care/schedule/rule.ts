/*
 * The part of RFC 5545 (RRULE) that assignments use: FREQ=DAILY|WEEKLY, INTERVAL, BYDAY, BYHOUR, BYMINUTE, COUNT, UNTIL.
 * Hours and minutes are those on the client's clock. Weeks begin on Monday, the standard's default.
 */

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
const PARTS = ['FREQ', 'INTERVAL', 'BYDAY', 'BYHOUR', 'BYMINUTE', 'COUNT', 'UNTIL'] as const
type Part = (typeof PARTS)[number]

export interface Rule {
  readonly freq: 'DAILY' | 'WEEKLY'
  readonly interval: number
  /** ISO days, 1 Monday … 7 Sunday; empty: every day of a daily rule, the first day's own of a weekly one. */
  readonly days: readonly number[]
  /** Local times, in order. */
  readonly times: readonly { readonly hour: number; readonly minute: number }[]
  readonly count: number | null
  /** A local day, kept whole, or an instant in milliseconds. */
  readonly until: { readonly day: string } | { readonly at: number } | null
}

/** @throws RangeError whose sentence names the part and the cure. */
export function ruleOf(text: string): Rule {
  const parts = partsOf(text.trim().replace(/^RRULE:/i, ''))
  const freq = parts.get('FREQ')
  if (freq !== 'DAILY' && freq !== 'WEEKLY')
    throw new RangeError(`FREQ=${freq ?? ''} cannot be planned here. Write FREQ=DAILY or FREQ=WEEKLY.`)
  const hours = numbersOf(parts, 'BYHOUR', [0, 23])
  if (hours.length === 0) throw new RangeError('The rule says no hour. Add BYHOUR, such as BYHOUR=18;BYMINUTE=30.')
  const minutes = numbersOf(parts, 'BYMINUTE', [0, 59])
  const times = hours
    .flatMap((hour) => (minutes.length === 0 ? [0] : minutes).map((minute) => ({ hour, minute })))
    .sort((one, other) => one.hour * 60 + one.minute - other.hour * 60 - other.minute)
  if (parts.has('COUNT') && parts.has('UNTIL'))
    throw new RangeError('COUNT and UNTIL exclude each other. Keep one of them.')
  return {
    freq,
    interval: numbersOf(parts, 'INTERVAL', [1, 52])[0] ?? 1,
    days: daysOf(parts.get('BYDAY')),
    times,
    count: numbersOf(parts, 'COUNT', [1, 1000])[0] ?? null,
    until: untilOf(parts.get('UNTIL')),
  }
}

function partsOf(text: string): Map<Part, string> {
  const parts = new Map<Part, string>()
  for (const piece of text.toUpperCase().split(';')) {
    const [name = '', value = ''] = piece.split('=')
    const part = PARTS.find((known) => known === name)
    if (!part) throw new RangeError(`${name || 'An empty part'} cannot be planned here. Use only ${PARTS.join(', ')}.`)
    if (value === '' || parts.has(part)) throw new RangeError(`${name} needs one value. Write it once, as ${name}=….`)
    parts.set(part, value)
  }
  return parts
}

function numbersOf(parts: Map<Part, string>, part: Part, [least, most]: readonly [number, number]): number[] {
  const text = parts.get(part)
  if (text === undefined) return []
  const numbers = text.split(',').map((one) => (/^\d+$/.test(one) ? Number(one) : Number.NaN))
  if (!numbers.every((one) => one >= least && one <= most))
    throw new RangeError(`${part}=${text} is out of range. Write whole numbers from ${least} to ${most}.`)
  if (numbers.length > 1 && !part.startsWith('BY'))
    throw new RangeError(`${part} takes one number. Write ${part}=${numbers[0]}.`)
  return [...new Set(numbers)]
}

function daysOf(text: string | undefined): number[] {
  if (text === undefined) return []
  return text.split(',').map((name) => {
    const index = DAYS.findIndex((day) => day === name)
    if (index < 0) throw new RangeError(`BYDAY=${name} is no day here. Use ${DAYS.join(', ')}, without a number.`)
    return index + 1
  })
}

function untilOf(text: string | undefined): Rule['until'] {
  if (text === undefined) return null
  const found = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z)?$/.exec(text)
  const [, year, month, day, hour, minute, second] = found ?? []
  try {
    const date = Temporal.PlainDate.from(`${year}-${month}-${day}`).toString()
    if (hour === undefined) return { day: date }
    return { at: Temporal.Instant.from(`${date}T${hour}:${minute}:${second}Z`).epochMilliseconds }
  } catch {
    throw new RangeError(`UNTIL=${text} is no day. Write UNTIL=20261231, or UNTIL=20261231T120000Z.`)
  }
}

/** A rule from what people type: a clock time and days such as Mon,Wed,Fri. */
export function ruleFrom(clock: string, days: readonly string[]): string {
  const [hour, minute] = clock.split(':').map(Number)
  const time = `BYHOUR=${hour};BYMINUTE=${minute}`
  if (days.length === 0) return `FREQ=DAILY;${time}`
  const codes = days.map((day) => {
    const code = DAYS.find((one) => day.trim().toUpperCase().startsWith(one))
    if (!code) throw new RangeError(`${day} is no day. Write Mon, Tue, Wed, Thu, Fri, Sat or Sun.`)
    return code
  })
  return `FREQ=WEEKLY;BYDAY=${codes.join(',')};${time}`
}
