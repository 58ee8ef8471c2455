import { HoldfastError } from '../core/errors.ts'

const CONFLICT = new Set(['40001', '40P01', '55P03'])
const DOWN = /^(08|53|57P|57014|ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN)/
const DOWN_SENTENCE = /connection (terminated|timeout|ended)|is closed|not queryable|timeout/i

/**
 * A driver's error as one of ours, translated once, at the edge. The driver's own message and detail may quote a
 * row, so they stay behind; only our functions' sentences (codes HF001, HF002) travel, which quote nobody.
 */
export function translateError(error: unknown): HoldfastError {
  if (error instanceof HoldfastError) return error
  const code = textOf(error, 'code')
  const sentence = textOf(error, 'message')
  if (code === 'HF001' || code === 'HF002') return new HoldfastError('store.refused', `The store refused: ${sentence}.`)
  if (CONFLICT.has(code)) {
    return new HoldfastError('store.conflict', 'Two writers met in the store; try again.', { retry: 'now' })
  }
  if (DOWN.test(code) || DOWN_SENTENCE.test(sentence)) {
    return new HoldfastError('store.down', `The database cannot be reached (${code || 'closed'}).`, { retry: 'later' })
  }
  return new HoldfastError('store.refused', `The database refused a statement (code ${code || 'unknown'}).`)
}

/** Runs a piece of work and translates what it throws. */
export async function translating<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw translateError(error)
  }
}

function textOf(error: unknown, name: 'code' | 'message'): string {
  if (typeof error !== 'object' || error === null || !(name in error)) return ''
  const value: unknown = Reflect.get(error, name)
  return typeof value === 'string' ? value : ''
}
