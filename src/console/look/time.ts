const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** 'Mon 24 Nov, 18:05', in the zone given. */
export function clock(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(at)
}

export const hour = (at: Date, zone: string): string =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }).format(at)

/** '2026-11-24' where the zone is. */
export const day = (at: Date, zone: string): string => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at)

/** '3 minutes ago', 'just now'. */
export function ago(at: Date, now: Date): string {
  const past = now.getTime() - at.getTime()
  return past < MINUTE ? 'just now' : `${span(past)} ago`
}

/** 'in 12 minutes', or since when it is over. */
export function left(until: Date, now: Date): { readonly text: string; readonly over: boolean } {
  const rest = until.getTime() - now.getTime()
  return rest > 0 ? { text: `${span(rest)} left`, over: false } : { text: `${span(-rest)} over time`, over: true }
}

function span(ms: number): string {
  if (ms < HOUR) return counted(Math.max(1, Math.round(ms / MINUTE)), 'minute')
  if (ms < 2 * DAY) return counted(Math.round(ms / HOUR), 'hour')
  return counted(Math.round(ms / DAY), 'day')
}

export const counted = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`
