/** Tells that there may be something to do. A hint: polling is the guarantee (design 8). */
export interface Waker {
  /** Calls `listener` when this or another node may have left something. Returns how to stop. */
  onWake(listener: () => void): () => void
  /** After a commit that left something: this process at once, other nodes soon. */
  wake(): void
}

/** Sends a hint to the other nodes. */
export type Notify = () => Promise<void>

/** At most one NOTIFY per node in this time: inside every commit it cost three to four times the throughput (measured). */
const NOTIFY_EVERY_MS = 50

/** Wakes the listeners of this process, and through `notify`, if there is one, those of the others. */
export function createWaker(notify?: Notify): Waker & { heard(): void; stop(): void } {
  const listeners = new Set<() => void>()
  let pending: NodeJS.Timeout | undefined
  const heard = () => {
    for (const listener of listeners) listener()
  }
  return {
    onWake(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    wake() {
      heard()
      if (!notify || pending) return
      pending = setTimeout(() => {
        pending = undefined
        notify().catch(() => undefined) // a lost hint costs one polling interval
      }, NOTIFY_EVERY_MS)
    },
    heard,
    stop() {
      clearTimeout(pending)
      listeners.clear()
    },
  }
}
