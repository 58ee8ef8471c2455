/** What `route` answers. */
export interface RouteShown {
  readonly event: string
  readonly at: string
  readonly zone: string
  /** Whether the clinic's hours stand. */
  readonly covered: boolean
  readonly level: string | null
  readonly steps: readonly {
    readonly at: string
    readonly local: string
    readonly what: 'next' | 'waits' | 'all hands' | 'nobody'
    readonly who: readonly { readonly name: string; readonly channels: readonly string[] }[]
    readonly passedOver: readonly string[]
    readonly thenAfterMinutes: number
  }[]
  /** When an amber is looked at, by the client's clock: the next round, and the deadline; null: no round is in sight. */
  readonly round: {
    readonly morning: string
    readonly evening: string
    readonly next: string | null
    readonly lookBy: string | null
  } | null
  readonly reads: readonly { readonly text: string; readonly buttons: readonly string[] }[] | null
}

export function routeWords({ event, zone, covered, level, steps, round, reads }: RouteShown): string {
  return [
    `${event}: ${level ?? 'nobody is told'}. ${covered ? 'Covered hours.' : 'Uncovered hours.'}`,
    '',
    'The client reads at once:',
    ...(reads?.length === 0 ? ['  nothing'] : []),
    ...(reads === null ? ['  nothing: the scripts are not signed. Cure: holdfast sign.'] : reads.map(bubble)),
    '',
    `Who is told, if nobody answers (times in ${zone}):`,
    ...(steps.length === 0 ? quietWords(level, round) : steps.flatMap(stepWords)),
  ].join('\n')
}

/** Nobody is interrupted: when somebody reads of it all the same. */
function quietWords(level: string | null, round: RouteShown['round']): string[] {
  if (level === 'info') return ['  nobody now; it stands in holdfast flags and the queue, to be cleared as a list']
  if (!round) return ['  nobody']
  const { next, lookBy, morning, evening } = round
  const when = next === null ? `the rounds at ${morning} and ${evening}` : `the round on ${next}`
  return [`  nobody now; ${when}`, ...(lookBy === null ? [] : [`  somebody must have looked by ${lookBy}`])]
}

function bubble({ text, buttons }: { text: string; buttons: readonly string[] }): string {
  const words = text.split('\n').map((line) => `  ${line}`)
  return [...words, ...(buttons.length > 0 ? [`  ${buttons.map((label) => `[${label}]`).join(' ')}`] : [])].join('\n')
}

function stepWords({ local, what, who, passedOver }: RouteShown['steps'][number]): string[] {
  const over = passedOver.map((name) => `  ${local}  ${name} is passed over: nobody stands there who can be reached`)
  if (what === 'waits') return [...over, `  ${local}  nobody before the next covered hour`]
  if (what === 'nobody') return [...over, `  ${local}  NOBODY CAN BE REACHED: the alarm of the process itself`]
  return [
    ...over,
    ...who.map(
      ({ name, channels }) =>
        `  ${local}  ${name}, by ${channels.join(', then ')}${what === 'all hands' ? '  (all hands)' : ''}`,
    ),
  ]
}
