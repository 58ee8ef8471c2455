import { ruleOf, type Rule } from './rule.ts'

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

/** A rule as a clinician says it: 'Mon, Wed and Fri at 18:30'. Hours are those on the client's clock. */
export function ruleInWords(text: string): string {
  const rule = ruleOf(text)
  const times = rule.times.map(({ hour, minute }) => `${two(hour)}:${two(minute)}`)
  return [`${howOften(rule)} at ${listed(times)}`, ...end(rule)].join(', ')
}

function howOften({ freq, interval, days }: Rule): string {
  const named = days.toSorted((one, other) => one - other).map((day) => DAYS[day - 1] ?? '')
  if (freq === 'DAILY') {
    const every = interval === 1 ? 'every day' : `every ${interval} days`
    return named.length === 0 ? capital(every) : `${capital(every)} that is ${listed(named, 'or')}`
  }
  const every = interval === 1 ? 'every week' : `every ${interval} weeks`
  if (named.length === 0) return capital(every)
  return interval === 1 ? listed(named) : `${capital(every)} on ${listed(named)}`
}

function end({ count, until }: Rule): string[] {
  if (count !== null) return [count === 1 ? 'once' : `${count} times`]
  if (until === null) return []
  return [`until ${'day' in until ? until.day : new Date(until.at).toISOString().slice(0, 10)}`]
}

const two = (n: number) => String(n).padStart(2, '0')
const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)
const listed = (words: readonly string[], and = 'and') =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${and} ${words.at(-1)}`
