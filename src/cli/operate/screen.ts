import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { z } from 'zod'
import { loadEncoder } from '../../meaning.ts'
import { readMeaning } from '../../rails/screen/meaning/reader.ts'
import { screen } from '../../rails/screen/screen.ts'

const Line = z.object({ id: z.union([z.string(), z.number()]), text: z.string(), lang: z.string().optional() })

/** `holdfast screen --jsonl`: what the risk screen says of each line. Writes findings, never the words. */
export async function screenLines(input: Readable, output: Writable, complain: (sentence: string) => void) {
  const encoder = loadEncoder()
  let number = 0
  let wrong = 0
  for await (const text of createInterface({ input })) {
    number += 1
    if (text.trim() === '') continue
    const line = Line.safeParse(parsed(text))
    if (!line.success) {
      wrong += 1
      complain(`Line ${number} is none: write {"id": "1", "text": "…"}.`)
      continue
    }
    const { text: words } = line.data
    const meaning = encoder && readMeaning(words, encoder)
    const { level, categories, rules } = screen({ text: words, lastTexts: [], meaning })
    output.write(`${JSON.stringify({ id: line.data.id, level, categories, rules })}\n`)
  }
  return wrong === 0 ? 0 : 1
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
