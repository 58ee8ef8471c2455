import ICAL from 'ical.js'

/** Which events of a calendar are a client's sessions, and in which time. */
export interface CalendarAsked {
  /** Words of the event's title, in any case: a pseudonym, never a name. */
  readonly match: string
  /** From when until when, in milliseconds. */
  readonly from: number
  readonly until: number
  /** For times that name no zone of their own. */
  readonly zone: string
}

/** A series that never ends is read this far and no further. */
const MOST_OCCURRENCES = 5_000

/**
 * The sessions in a calendar file (iCalendar, RFC 5545), read only: each time in order, with the offset of its place.
 * Whole days, cancelled events and other titles are left out; a moved occurrence counts where it was moved to.
 * @throws RangeError in words, where the text is no calendar.
 */
export function sessionsInCalendar(text: string, asked: CalendarAsked): string[] {
  const title = asked.match.trim().toLowerCase()
  const times = eventsIn(text)
    .filter(({ summary }) => (summary ?? '').toLowerCase().includes(title))
    .flatMap((event) => timesOf(event, asked))
  const each = new Map(times.map((at) => [at.epochMilliseconds, at]))
  return [...each.entries()]
    .toSorted(([a], [b]) => a - b)
    .map(([, at]) => at.toString({ timeZoneName: 'never', smallestUnit: 'second' }))
}

function eventsIn(text: string): ICAL.Event[] {
  const components = calendarsIn(text).flatMap((root) => root.getAllSubcomponents('vevent'))
  const moved = components.filter((one) => one.hasProperty('recurrence-id'))
  return components
    .filter((one) => !one.hasProperty('recurrence-id'))
    .map((one) => {
      const uid = one.getFirstPropertyValue('uid')
      return new ICAL.Event(one, { exceptions: moved.filter((other) => other.getFirstPropertyValue('uid') === uid) })
    })
}

function calendarsIn(text: string): ICAL.Component[] {
  try {
    const parsed: unknown = ICAL.parse(text)
    const roots = (Array.isArray(parsed) && Array.isArray(parsed[0]) ? parsed : [parsed]) as unknown[][]
    const calendars = roots.map((one) => new ICAL.Component(one as [string, unknown[], unknown[]]))
    if (calendars.every(({ name }) => name === 'vcalendar')) return calendars
  } catch {
    // Said below in our own words: the library's quote the file, which names people.
  }
  throw new RangeError('That is no calendar file. It begins with BEGIN:VCALENDAR.')
}

function timesOf(event: ICAL.Event, { from, until, zone }: CalendarAsked): Temporal.ZonedDateTime[] {
  const inside = (at: Temporal.ZonedDateTime) => at.epochMilliseconds >= from && at.epochMilliseconds < until
  if (!event.isRecurring())
    return [event].flatMap(({ component, startDate }) => timeOf(component, startDate, zone)).filter(inside)
  const found: Temporal.ZonedDateTime[] = []
  const series = event.iterator()
  for (let count = 0; count < MOST_OCCURRENCES; count++) {
    const next = series.next() as ICAL.Time | null
    if (!next) break
    const { item, startDate } = event.getOccurrenceDetails(next)
    const [at] = timeOf(item.component, startDate, zone)
    // A moved occurrence may come later than those after it, so the series ends by its own times.
    const [planned] = timeOf(event.component, next, zone)
    if ((planned?.epochMilliseconds ?? until) >= until) break
    if (at && inside(at)) found.push(at)
  }
  return found
}

/** None for a whole day, and for what was cancelled. */
function timeOf(component: ICAL.Component, time: ICAL.Time, zone: string): Temporal.ZonedDateTime[] {
  if (time.isDate || component.getFirstPropertyValue('status') === 'CANCELLED') return []
  const { year, month, day, hour, minute } = time
  const plain = new Temporal.PlainDateTime(year, month, day, hour, minute)
  const named = time.zone?.tzid ?? 'floating'
  if (named === 'floating') return [plain.toZonedDateTime(zone)]
  try {
    return [plain.toZonedDateTime(named)]
  } catch {
    // A name of some maker's own, such as Outlook's: the file says itself what it means.
    return [Temporal.Instant.fromEpochMilliseconds(time.toUnixTime() * 1_000).toZonedDateTimeISO(zone)]
  }
}
