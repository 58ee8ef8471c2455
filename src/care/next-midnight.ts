const MINUTE_MS = 60_000
/** No local day is longer: 24 hours, one for daylight saving, and to spare for zones that moved. */
const LONGEST_DAY_MINUTES = 27 * 60

/**
 * The first minute of the next local day in a zone. Found by halving, not by adding 24 hours: a day may have 23 or
 * 25 hours, and where the clocks change at midnight it begins at 01:00.
 */
export function nextMidnight(now: Date, zone: string): Date {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const today = day.format(now)
  const minute = Math.floor(now.getTime() / MINUTE_MS)
  let stillToday = 0
  let tomorrow = LONGEST_DAY_MINUTES
  while (tomorrow - stillToday > 1) {
    const middle = Math.floor((stillToday + tomorrow) / 2)
    if (day.format((minute + middle) * MINUTE_MS) === today) stillToday = middle
    else tomorrow = middle
  }
  return new Date((minute + tomorrow) * MINUTE_MS)
}
