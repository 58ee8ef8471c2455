import { Pieces } from './pieces.ts'
import { Multiplier, type Matrix } from './products.ts'
import type { EncoderFile } from './encoder-file.ts'

/** Numbers of a piece, of a text, and between the two halves of a layer. */
export const SIZES = { piece: 256, text: 512, between: 1536 } as const

/** More pieces than this are not read: the encoder knows no later places. */
export const MOST_PIECES = 128

const HEADS = 4
const TINY = 1e-6

interface Layer {
  readonly width: number
  readonly parts: Matrix
  readonly partsBias: Float32Array
  readonly joined: Matrix
  readonly joinedBias: Float32Array
  readonly scales: readonly [first: Float32Array, second: Float32Array]
  readonly shifts: readonly [first: Float32Array, second: Float32Array]
  readonly wide: Matrix
  readonly wideBias: Float32Array
  readonly narrow: Matrix
  readonly narrowBias: Float32Array
}

/**
 * Turns a text into 512 numbers that say what it means: texts of one meaning lie close together, whatever their words
 * (Universal Sentence Encoder, Cer et al. 2018, the small one). English only. The same text gives the same numbers.
 */
export class Encoder {
  readonly #pieces: Pieces
  readonly #file: EncoderFile
  readonly #multiplier = new Multiplier()
  readonly #layers: readonly Layer[]
  readonly #widen: Matrix
  readonly #whole: Matrix

  constructor(file: EncoderFile) {
    this.#file = file
    this.#pieces = new Pieces(file.vocabulary)
    this.#layers = [this.#layer(0, SIZES.piece), this.#layer(1, SIZES.text)]
    this.#widen = this.#matrix('widen')
    this.#whole = this.#matrix('whole')
  }

  /** Of length 1; null where there is nothing to read. Reads the first 128 pieces, about 100 words. */
  meaningOf(text: string): Float32Array | null {
    const places = this.#pieces.of(text).slice(0, MOST_PIECES)
    if (places.length === 0) return null
    const begun = this.#placed(places)
    const first = this.#layers[0] as Layer
    const second = this.#layers[1] as Layer
    const widened = this.#linear(begun, this.#widen, this.#file.vector('widen.bias'))
    const once = this.#through(first, begun, widened)
    const twice = this.#through(second, once, once)
    const mean = meanOf(twice, SIZES.text)
    const whole = this.#linear(mean, this.#whole, this.#file.vector('whole.bias')).map(Math.tanh)
    const length = Math.hypot(...whole) || 1
    return whole.map((value) => value / length)
  }

  #matrix(name: string): Matrix {
    const { weights, outputs } = this.#file.matrix(name)
    return this.#multiplier.keep(weights, outputs)
  }

  #layer(number: number, width: number): Layer {
    const name = (part: string) => `${number}.${part}`
    const vector = (part: string) => this.#file.vector(name(part))
    return {
      width,
      parts: this.#matrix(name('parts')),
      partsBias: vector('parts.bias'),
      joined: this.#matrix(name('joined')),
      joinedBias: vector('joined.bias'),
      scales: [vector('first.scale'), vector('second.scale')],
      shifts: [vector('first.shift'), vector('second.shift')],
      wide: this.#matrix(name('wide')),
      wideBias: vector('wide.bias'),
      narrow: this.#matrix(name('narrow')),
      narrowBias: vector('narrow.bias'),
    }
  }

  /** The pieces, each twice, and where they stand (as in the model's own graph). */
  #placed(places: readonly number[]): Float32Array {
    const waves = this.#file.vector('waves')
    const rows = new Float32Array(places.length * SIZES.piece)
    places.forEach((place, at) => {
      const piece = this.#file.piece(place)
      const from = at * SIZES.piece
      piece.forEach((value, index) => {
        const wave = at * (waves[index % waves.length] ?? 0)
        rows[from + index] = 2 * value + (index < waves.length ? Math.sin(wave) : Math.cos(wave))
      })
    })
    return rows
  }

  #through(layer: Layer, rows: Float32Array, beside: Float32Array): Float32Array {
    const parts = this.#linear(
      normed(rows, layer.width, layer.scales[0], layer.shifts[0]),
      layer.parts,
      layer.partsBias,
    )
    const seen = attended(parts, layer.width)
    const half = sum(this.#linear(seen, layer.joined, layer.joinedBias), beside)
    const wide = this.#linear(normed(half, SIZES.text, layer.scales[1], layer.shifts[1]), layer.wide, layer.wideBias)
    const kept = wide.map((value) => Math.max(value, 0))
    return sum(this.#linear(kept, layer.narrow, layer.narrowBias), half)
  }

  #linear(rows: Float32Array, matrix: Matrix, bias: Float32Array): Float32Array {
    const product = this.#multiplier.times(rows, matrix)
    for (let from = 0; from < product.length; from += matrix.outputs)
      for (let index = 0; index < matrix.outputs; index += 1)
        product[from + index] = (product[from + index] ?? 0) + (bias[index] ?? 0)
    return product
  }
}

const sum = (a: Float32Array, b: Float32Array) => a.map((value, index) => value + (b[index] ?? 0))

function meanOf(rows: Float32Array, width: number): Float32Array {
  const mean = new Float32Array(width)
  const count = rows.length / width
  rows.forEach((value, index) => {
    mean[index % width] = (mean[index % width] ?? 0) + value / count
  })
  return mean
}

/** Each row brought to mean 0 and spread 1, then scaled and shifted as learnt. */
function normed(rows: Float32Array, width: number, scale: Float32Array, shift: Float32Array): Float32Array {
  const out = new Float32Array(rows.length)
  for (let from = 0; from < rows.length; from += width) {
    const row = rows.subarray(from, from + width)
    const mean = row.reduce((total, value) => total + value, 0) / width
    const spread = row.reduce((total, value) => total + (value - mean) ** 2, 0) / width
    const by = 1 / Math.sqrt(spread + TINY)
    row.forEach((value, index) => {
      out[from + index] = (value - mean) * by * (scale[index] ?? 0) + (shift[index] ?? 0)
    })
  }
  return out
}

/** What each piece takes from the others, for each head: `parts` holds what it asks, what it offers and what it says. */
function attended(parts: Float32Array, width: number): Float32Array {
  const row = 3 * width
  const count = parts.length / row
  const size = width / HEADS
  const out = new Float32Array(count * width)
  for (let head = 0; head < HEADS; head += 1)
    for (let at = 0; at < count; at += 1) {
      const asks = parts.subarray(at * row + head * size, at * row + (head + 1) * size)
      const shares = sharesOf(asks, parts, { row, from: width + head * size })
      const into = out.subarray(at * width + head * size, at * width + (head + 1) * size)
      shares.forEach((share, other) => {
        const says = other * row + 2 * width + head * size
        for (let index = 0; index < size; index += 1)
          into[index] = (into[index] ?? 0) + share * (parts[says + index] ?? 0)
      })
    }
  return out
}

/** How much each piece matters to one that asks, adding up to 1. */
function sharesOf(
  asks: Float32Array,
  parts: Float32Array,
  { row, from }: { readonly row: number; readonly from: number },
): Float64Array {
  const fits = Float64Array.from({ length: parts.length / row }, (_, other) => {
    let fit = 0
    for (let index = 0; index < asks.length; index += 1)
      fit += (asks[index] ?? 0) * (parts[other * row + from + index] ?? 0)
    return fit / Math.sqrt(asks.length)
  })
  const most = fits.reduce((a, b) => Math.max(a, b), -Infinity)
  const powers = fits.map((fit) => Math.exp(fit - most))
  const all = powers.reduce((a, b) => a + b, 0)
  return powers.map((power) => power / all)
}
