import type { PGlite } from '@electric-sql/pglite'

/** The tables that every turn changes. */
const BUSY = ['conversations', 'clients', 'inbox', 'outbox', 'transcript', 'timers', 'nodes', 'audit_ends']
const UPKEEP_EVERY_MS = 10 * 60_000

/**
 * A server clears away dead rows and counts live ones by itself; the embedded database has no such process. Without
 * it the files grow with every turn, and the planner guesses. Now and every ten minutes, between two statements, a
 * few milliseconds for each table. Returns how to stop.
 */
export function startUpkeep(pglite: PGlite): () => void {
  const keepUp = async () => {
    for (const table of BUSY) {
      if (pglite.closed) return
      await pglite.exec(`vacuum (analyze, skip_database_stats) holdfast.${table}`).catch(() => undefined) // next time
    }
  }
  const timer = setInterval(() => void keepUp(), UPKEEP_EVERY_MS).unref()
  void keepUp()
  return () => clearInterval(timer)
}
