import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { z } from 'zod'

/** A line that is none; the number counts from 1. */
export interface BadLine {
  readonly number: number
}

/** JSON lines of one shape, as they come; empty lines are passed over. */
export async function* jsonLines<Shape>(
  input: Readable,
  shape: z.ZodType<Shape>,
): AsyncGenerator<{ readonly line: Shape } | BadLine> {
  let number = 0
  for await (const text of createInterface({ input })) {
    number += 1
    if (text.trim() === '') continue
    const read = shape.safeParse(parsed(text))
    yield read.success ? { line: read.data } : { number }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
