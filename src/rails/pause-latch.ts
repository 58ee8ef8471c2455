/** What stands between a client and imagery (care C6). The pause ends by itself; the latch ends only by a named clinician. */
export interface ImageryState {
  readonly latched: boolean
  readonly pausedUntil: Date | null
}

/** Why no imagery may start now, or null. */
export function imageryClosed(state: ImageryState, now: Date): 'latch' | 'pause' | null {
  if (state.latched) return 'latch'
  return state.pausedUntil !== null && state.pausedUntil > now ? 'pause' : null
}
