import type { Adaptation } from '../core/line.ts'
import { HoldfastError } from '../core/errors.ts'
import { FlowId, Lang, type ScriptHash } from '../core/ids.ts'
import { lineOfSignedScript, type LineRef, type ScriptLine } from '../core/line.ts'
import { canonicalForm, hashOf, readCanonical } from './canonical.ts'
import { compile, type CompiledScript } from './compile.ts'
import { overlaid } from './overlay.ts'
import { commonLabelsOf, type Flow } from './schema.ts'

/** Where scripts come from: the clinic's signatures, and the bodies kept at first sight. */
export interface ScriptSource {
  /** What this clinic has signed, newest last. */
  signatures(): Promise<readonly { hash: ScriptHash; flow: FlowId; lang: Lang }[]>
  body(hash: ScriptHash): Promise<string | null>
}

/** What libraries of one process have compiled: a hash names one content, so none need compile it again. */
export type CompiledOnce = Map<ScriptHash, CompiledScript>

/** The flow that holds the words of the common labels. */
const CARDS = FlowId.parse('cards')

/** What a flow is written in first; where a translation is not signed, clients read this. */
export const BASE_LANG = Lang.parse('en')

/**
 * The signed scripts of a clinic, compiled. The one place that makes lines (P1): what no clinician has signed is
 * not here, so nothing can say it.
 */
export class Library {
  readonly #source: ScriptSource
  readonly #once: CompiledOnce
  /** What this clinic has signed or a practice of it is pinned to; nothing else that was compiled. */
  readonly #compiled = new Map<ScriptHash, CompiledScript>()
  readonly #current = new Map<Lang, Record<string, ScriptHash>>()

  constructor(source: ScriptSource, once: CompiledOnce = new Map()) {
    this.#source = source
    this.#once = once
  }

  /** Reads the signatures again: a newly signed version serves from the next practice on. */
  async refresh(): Promise<void> {
    const signed = await this.#source.signatures()
    await this.load(signed.map(({ hash }) => hash))
    this.#current.clear()
    const [cards, others] = [signed.filter(({ flow }) => flow === CARDS), signed.filter(({ flow }) => flow !== CARDS)]
    for (const { lang, flow, hash } of [...cards, ...others]) {
      // A version whose buttons the signed cards have no words for waits until the cards are signed too.
      if (flow !== CARDS && this.#lacksLabels(lang, hash)) continue
      this.#current.set(lang, { ...this.#current.get(lang), [flow]: hash })
    }
  }

  #lacksLabels(lang: Lang, hash: ScriptHash): boolean {
    const cards = this.current(lang)[CARDS]
    const labels = cards === undefined ? undefined : this.#compiled.get(cards)?.lines
    const wanted = commonLabelsOf(this.script(hash).flow)
    return wanted.some((id) => labels?.has(`labels/choose.${id}`) !== true)
  }

  /** Fetches and compiles scripts that are not here yet: an old practice may be pinned to one. */
  async load(hashes: readonly ScriptHash[], adaptations: readonly Adaptation[] = []): Promise<void> {
    for (const hash of new Set(hashes)) {
      if (this.#compiled.has(hash)) continue
      const adapted = adaptations.find((one) => one.hash === hash)
      const script = this.#once.get(hash) ?? (await this.#compile(hash, adapted))
      if (!script) continue
      this.#once.set(hash, script)
      this.#compiled.set(hash, script)
    }
  }

  async #compile(hash: ScriptHash, adapted: Adaptation | undefined): Promise<CompiledScript | null> {
    const body = await this.#source.body(adapted?.base ?? hash)
    if (body === null) return null
    const flow = readCanonical(body)
    return compile(adapted ? asSigned(flow, adapted) : flow, hash)
  }

  current(lang: Lang): Readonly<Record<string, ScriptHash>> {
    return { ...this.#current.get(BASE_LANG), ...this.#current.get(lang) }
  }

  /** @throws HoldfastError flow.not-signed if no clinician signed it, or it is not loaded. */
  script(hash: ScriptHash): CompiledScript {
    const script = this.#compiled.get(hash)
    if (script) return script
    throw notSigned(`Script ${hash.slice(0, 12)} is not among the signed scripts of this clinic.`)
  }

  /** The current script of a flow. @throws HoldfastError flow.not-signed */
  find(scripts: Readonly<Record<string, ScriptHash>>, flow: string): CompiledScript {
    const hash = scripts[flow]
    if (hash === undefined) throw notSigned(`No signed script of the flow ${flow}.`)
    return this.script(hash)
  }

  /** @throws HoldfastError flow.not-signed */
  line(ref: LineRef): ScriptLine {
    const template = this.script(ref.script).lines.get(`${ref.step}/${ref.line}`)
    if (template === undefined)
      throw notSigned(`Script ${ref.script.slice(0, 12)} of ${ref.flow} has no line ${ref.step}/${ref.line}.`)
    return lineOfSignedScript(ref, template)
  }
}

/** @throws HoldfastError flow.not-signed if the lines do not come to the script that was signed. */
function asSigned(base: Flow, { hash, lines }: Adaptation): Flow {
  const flow = overlaid(base, lines)
  if (hashOf(canonicalForm(flow)) === hash) return flow
  throw notSigned(`The changed lines of ${base.flow} are not those that were signed.`)
}

const notSigned = (sentence: string) =>
  new HoldfastError('flow.not-signed', `${sentence} Sign it with \`holdfast sign\`.`)
