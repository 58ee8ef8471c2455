/** Ends after `ms`, or when the signal aborts (by resolving or by rejecting). */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>

/** A wait that can be cut short. Being rung is a hint; the time is the guarantee. */
export interface Bell {
  ring(): void
  /** Waits, at most until the bell rings; not at all if it rang since the last wait. */
  pause(ms: number): Promise<void>
  /** Waits whatever rings. */
  rest(ms: number): Promise<void>
}

export function createBell({ wait, stopped }: { readonly wait: Wait; readonly stopped: AbortSignal }): Bell {
  let rung = false
  let waiting: AbortController | undefined
  const rest = async (ms: number, signal: AbortSignal) => {
    if (!signal.aborted) await wait(ms, signal).catch(() => undefined)
  }
  return {
    ring() {
      rung = true
      waiting?.abort()
    },
    async pause(ms) {
      waiting = new AbortController()
      if (!rung) await rest(ms, AbortSignal.any([stopped, waiting.signal]))
      waiting = undefined
      rung = false
    },
    rest: (ms) => rest(ms, stopped),
  }
}
