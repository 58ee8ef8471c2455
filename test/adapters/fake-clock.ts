/** A clock that moves only when told to. `wait` is what code under test is handed. */
export interface FakeClock {
  readonly now: () => Date
  readonly wait: (ms: number) => Promise<void>
  /** Moves on and wakes whoever waited for that. Says how many woke. */
  passes(ms: number): number
  /** Resolves as soon as somebody waits on this clock; at once if somebody does. */
  someoneWaits(): Promise<void>
  /** The waits that are open, in ms from when they began. */
  readonly waits: readonly number[]
}

export function createClock(start = '2026-09-21T14:13:20Z'): FakeClock {
  let at = Date.parse(start)
  let sleepers: { ms: number; until: number; wake: () => void }[] = []
  let watchers: (() => void)[] = []
  return {
    now: () => new Date(at),
    wait: (ms) =>
      new Promise((wake) => {
        sleepers.push({ ms, until: at + ms, wake })
        for (const told of watchers) told()
        watchers = []
      }),
    passes: (ms) => {
      at += ms
      const due = sleepers.filter((s) => s.until <= at)
      sleepers = sleepers.filter((s) => s.until > at)
      for (const { wake } of due) wake()
      return due.length
    },
    someoneWaits: () => (sleepers.length > 0 ? Promise.resolve() : new Promise((told) => watchers.push(told))),
    get waits() {
      return sleepers.map((s) => s.ms)
    },
  }
}
