import type { PGlite, Transaction } from '@electric-sql/pglite'
import type { PGliteDialectConfig } from 'kysely'

type Kyselys = Extract<PGliteDialectConfig['pglite'], { readonly closed: boolean }>
type Work<T> = (transaction: Pick<Transaction, 'query' | 'rollback'>) => Promise<T>

/**
 * The embedded database as Kysely uses it. Kysely 0.29 waits for every transaction to begin and listens to none that
 * cannot (read in its source, seen when a page asked after the close): it hung for ever, and the rejection that nobody
 * took would have ended the process. Here it begins, and its first statement says why it failed.
 */
export function forKysely(pglite: PGlite): Kyselys {
  return {
    get closed() {
      return pglite.closed
    },
    get ready() {
      return pglite.ready
    },
    get waitReady() {
      return pglite.waitReady
    },
    close: () => pglite.close(),
    query: (...asked) => pglite.query(...asked),
    transaction: async <T>(work: Work<T>): Promise<T> => {
      let begun = false
      try {
        return await pglite.transaction((transaction) => {
          begun = true
          return work(transaction)
        })
      } catch (error) {
        if (begun) throw error
        return work({ query: () => Promise.reject(error), rollback: () => Promise.resolve() })
      }
    },
  }
}
