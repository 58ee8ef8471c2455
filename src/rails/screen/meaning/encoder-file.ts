import { z } from 'zod'
import type { Vocabulary } from './pieces.ts'

const Head = z.strictObject({
  what: z.string(),
  source: z.string(),
  licence: z.string(),
  vocabulary: z.array(z.tuple([z.string(), z.number().nullable()])),
  /** What follows the head, in this order: a matrix has `outputs` rows, a vector none. */
  blocks: z.array(z.strictObject({ name: z.string(), outputs: z.int().min(0), inputs: z.int().positive() })),
})
type Head = z.infer<typeof Head>

export interface Block {
  readonly name: string
  /** Rows of a matrix; 0 for a vector. */
  readonly outputs: number
  readonly values: Float32Array
}

const LENGTH = 4
const FLOAT = 4
const MOST = 127

/** The name of the block that holds what each piece means. */
export const PIECES = 'pieces'

/**
 * The weights of an encoder as one file: the length of the head, the head as JSON, then the blocks. A vector is written
 * as floats, a matrix as bytes with one scale for each row, a quarter of the size; no figure changes by it.
 */
export class EncoderFile {
  readonly vocabulary: Vocabulary
  readonly #bytes: Uint8Array
  readonly #blocks = new Map<string, { readonly at: number; readonly outputs: number; readonly inputs: number }>()

  /** @throws Error if the bytes are no such file, or not all of it. */
  constructor(bytes: Uint8Array) {
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
    const head = Head.parse(JSON.parse(new TextDecoder().decode(bytes.subarray(LENGTH, LENGTH + length))))
    this.vocabulary = head.vocabulary
    this.#bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
    let at = LENGTH + length
    for (const { name, outputs, inputs } of head.blocks) {
      this.#blocks.set(name, { at, outputs, inputs })
      at += outputs === 0 ? inputs * FLOAT : outputs * (FLOAT + inputs)
    }
    if (at !== bytes.length) throw new Error('The file of the encoder is not whole.')
  }

  vector(name: string): Float32Array {
    const { at, inputs } = this.#block(name)
    return this.#floats(at, inputs)
  }

  matrix(name: string): { readonly weights: Float32Array; readonly outputs: number } {
    const { outputs, inputs } = this.#block(name)
    const weights = new Float32Array(outputs * inputs)
    for (let row = 0; row < outputs; row += 1) weights.set(this.#row(name, row), row * inputs)
    return { weights, outputs }
  }

  /** What one piece means. */
  piece(place: number): Float32Array {
    return this.#row(PIECES, place)
  }

  #row(name: string, row: number): Float32Array {
    const { at, outputs, inputs } = this.#block(name)
    const scale = this.#floats(at + row * FLOAT, 1)[0] ?? 0
    const steps = new Int8Array(
      this.#bytes.buffer,
      this.#bytes.byteOffset + at + outputs * FLOAT + row * inputs,
      inputs,
    )
    const values = new Float32Array(inputs)
    for (let index = 0; index < inputs; index += 1) values[index] = (steps[index] ?? 0) * scale
    return values
  }

  #floats(at: number, count: number): Float32Array {
    return new Float32Array(this.#bytes.slice(at, at + count * FLOAT).buffer)
  }

  #block(name: string) {
    const block = this.#blocks.get(name)
    if (!block) throw new Error(`The file of the encoder has no block "${name}".`)
    return block
  }
}

/** The file of these blocks, as {@link EncoderFile} reads it. */
export function encoderFile(about: Omit<Head, 'blocks'>, blocks: readonly Block[]): Uint8Array {
  const shapes = blocks.map(({ name, outputs, values }) => ({
    name,
    outputs,
    inputs: outputs === 0 ? values.length : values.length / outputs,
  }))
  const head = new TextEncoder().encode(JSON.stringify({ ...about, blocks: shapes }))
  const length = new Uint8Array(new Uint32Array([head.length]).buffer)
  return joined([length, head, ...blocks.flatMap(({ outputs, values }) => written(values, outputs))])
}

function written(values: Float32Array, outputs: number): Uint8Array[] {
  if (outputs === 0) return [new Uint8Array(values.slice().buffer)]
  const inputs = values.length / outputs
  const scales = new Float32Array(outputs)
  const steps = new Int8Array(values.length)
  for (let row = 0; row < outputs; row += 1) {
    const weights = values.subarray(row * inputs, (row + 1) * inputs)
    const scale = weights.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / MOST || 1
    scales[row] = scale
    steps.set(
      weights.map((value) => Math.round(value / scale)),
      row * inputs,
    )
  }
  return [new Uint8Array(scales.buffer), new Uint8Array(steps.buffer)]
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
