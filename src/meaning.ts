import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { LIMITS } from './core/limits.ts'
import { Encoder } from './rails/screen/meaning/encoder.ts'
import { EncoderFile } from './rails/screen/meaning/encoder-file.ts'
import type { BeingRead, Meanings } from './turn/meaning/hear-meaning.ts'

/** What the thread is asked and answers. The words go no further than this process. */
export interface Asked {
  readonly id: number
  readonly text: string
}
export interface Answered {
  readonly id: number
  readonly odds: number | null
}

const FILE = new URL('rails/reviewed/screen-encoder.bin', import.meta.url)

/** The encoder of the risk screen; null where its file is missing: then the screen does without. */
export function loadEncoder(): Encoder | null {
  try {
    return new Encoder(new EncoderFile(readFileSync(FILE)))
  } catch {
    return null
  }
}

const THREAD = new URL('meaning-thread.ts', import.meta.url)
const NOT_READ: BeingRead = { soon: Promise.resolve(null), late: Promise.resolve(null) }

/**
 * Reads meanings in a thread of its own, so that no message waits for another's words. A text that is not read within
 * {@link LIMITS.meaningWithinMs}, or that comes while too many are waiting, is screened without its meaning; it is waited
 * for until {@link LIMITS.meaningLateMs}.
 *
 * @param failed told once, if the thread ends, or has no encoder; from then on nothing is read.
 */
export function startReadingMeanings(
  wait: (ms: number, signal: AbortSignal) => Promise<void>,
  failed: () => void,
  thread = THREAD,
): Meanings & { stop(): Promise<void> } {
  const waiting = new Map<number, (odds: number | null) => void>()
  const worker = new Worker(thread)
  worker.unref()
  let last = 0
  let over = false
  const end = () => {
    for (const answer of waiting.values()) answer(null)
    waiting.clear()
    if (!over) failed()
    over = true
  }
  worker.on('message', ({ id, odds }: Answered) => waiting.get(id)?.(odds))
  worker.on('error', end)
  worker.on('exit', end)
  return {
    stand: () => !over,
    read: (text) => {
      if (over || waiting.size >= LIMITS.meaningsWaiting) return NOT_READ
      const id = (last += 1)
      const answered = new Promise<number | null>((answer) => waiting.set(id, answer))
      worker.postMessage({ id, text } satisfies Asked, [])
      const settled = new AbortController()
      const within = (ms: number) => wait(ms, settled.signal).then(NULL, NULL)
      const late = Promise.race([answered, within(LIMITS.meaningLateMs)]).finally(() => waiting.delete(id))
      const soon = Promise.race([late, within(LIMITS.meaningWithinMs)])
      // Only once `soon` has heard of it: no clock runs on for a text that is read.
      void late.then(() => settled.abort())
      return { soon, late }
    },
    stop: async () => {
      over = true
      await worker.terminate()
    },
  }
}

const NULL = () => null
