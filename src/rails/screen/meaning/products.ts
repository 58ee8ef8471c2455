/** `products.wat` beside this file as bytes (wat2wasm of wabt 1.0.39, with SIMD): plain loops take four times as long. */
const BYTES = [
  'AGFzbQEAAAABDwJgBn9/f39/fwBgAXsBfQMDAgABBQMBAAEHFQIGbWVtb3J5AgAIcHJvZHVjdHMAAAqeAwKBAwIKfwV7IARBAnQh',
  'CCAFQQJ0IQoCQANAIAYgA08NASABIQ9BACEHA0AgACELIAsgCGohDCAMIAhqIQ0gDSAIaiEOIA8gCGohCf0MAAAAAAAAAAAAAAAA',
  'AAAAACER/QwAAAAAAAAAAAAAAAAAAAAAIRL9DAAAAAAAAAAAAAAAAAAAAAAhE/0MAAAAAAAAAAAAAAAAAAAAACEUA0AgD/0ABAAh',
  'ECARIBAgC/0ABAD95gH95AEhESASIBAgDP0ABAD95gH95AEhEiATIBAgDf0ABAD95gH95AEhEyAUIBAgDv0ABAD95gH95AEhFCAL',
  'QRBqIQsgDEEQaiEMIA1BEGohDSAOQRBqIQ4gD0EQaiEPIA8gCUkNAAsgAiAHQQJ0aiELIAsgERABOAIAIAsgCmogEhABOAIAIAsg',
  'CkEBdGogExABOAIAIAsgCkEDbGogFBABOAIAIAdBAWohByAHIAVJDQALIAAgCEECdGohACACIApBAnRqIQIgBkEEaiEGDAALCwsZ',
  'ACAA/R8AIAD9HwGSIAD9HwIgAP0fA5KSCw==',
].join('')

const FLOAT = 4
/** Rows are worked on by four. */
const ROWS = 4
const PAGE = 65_536

/** What we use of it; the types of the language name it only beside a browser's. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: Readonly<Record<string, unknown>> }
}
interface Memory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}
/** Where x, the matrix and y begin, in bytes; how many rows, inputs and outputs. */
type Products = (...numbers: readonly number[]) => void

/** A matrix that rows are multiplied with: one row of `inputs` weights (a multiple of 4) for each output. */
export interface Matrix {
  readonly at: number
  readonly inputs: number
  readonly outputs: number
}

/** Products of rows with matrices, in memory of their own. The same numbers on every machine. */
export class Multiplier {
  readonly #memory: Memory
  readonly #products: Products
  /** Where the next matrix goes. */
  #end = 0

  constructor() {
    const bytes = Uint8Array.from(atob(BYTES), (letter) => letter.charCodeAt(0))
    const { memory, products } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports
    this.#memory = memory as Memory
    this.#products = products as Products
  }

  /** Keeps a matrix, once and for good. */
  keep(weights: Float32Array, outputs: number): Matrix {
    const at = this.#end
    this.#end += weights.length * FLOAT
    this.#reach(this.#end)
    new Float32Array(this.#memory.buffer, at, weights.length).set(weights)
    return { at, inputs: weights.length / outputs, outputs }
  }

  /** Each row of `x` (one after the other) with each row of the matrix: `outputs` numbers for each row of `x`. */
  times(x: Float32Array, { at, inputs, outputs }: Matrix): Float32Array {
    const rows = x.length / inputs
    const padded = Math.ceil(rows / ROWS) * ROWS
    const from = this.#end
    const to = from + padded * inputs * FLOAT
    this.#reach(to + padded * outputs * FLOAT)
    const given = new Float32Array(this.#memory.buffer, from, padded * inputs)
    given.set(x)
    given.fill(0, x.length)
    this.#products(from, at, to, padded, inputs, outputs)
    return new Float32Array(this.#memory.buffer, to, rows * outputs).slice()
  }

  #reach(bytes: number): void {
    const lacking = bytes - this.#memory.buffer.byteLength
    if (lacking > 0) this.#memory.grow(Math.ceil(lacking / PAGE))
  }
}
