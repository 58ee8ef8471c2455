import { parentPort } from 'node:worker_threads'
import { loadEncoder, type Answered, type Asked } from './meaning.ts'
import { readMeaning } from './rails/screen/meaning/reader.ts'

/* The thread that reads meanings. A text that it fails on is answered without one; without an encoder it ends. */

const encoder = loadEncoder()

function oddsOf(text: string): number | null {
  try {
    return encoder && readMeaning(text, encoder)
  } catch {
    return null
  }
}

if (encoder)
  parentPort?.on('message', ({ id, text }: Asked) => {
    parentPort?.postMessage({ id, odds: oddsOf(text) } satisfies Answered, [])
  })
