import { isAlias, isMap, isScalar, isSeq, parseDocument, visit } from 'yaml'
import type { Document, Node, Pair } from 'yaml'
import type { Problem, ProblemFamily } from '../problem.ts'

/** Where in a file: keys and indexes from the top. */
export type Path = readonly (string | number)[]

/** A problem before it has a place in a file: a law knows the path, the source knows the line. */
export interface Finding {
  readonly rule: string
  readonly family: ProblemFamily
  /** An error unless said otherwise. */
  readonly severity?: Problem['severity']
  readonly at: Path
  /** Point at the key instead of what it holds. */
  readonly atKey?: boolean
  readonly step?: string
  readonly message: string
  readonly cure: string
}

/** A YAML file with its positions. Reading never throws: what is no YAML is in `broken`. */
export class Source {
  readonly file: string
  readonly broken: readonly Problem[]
  readonly #lines: readonly string[]
  readonly #starts: readonly number[]
  readonly #document: Document.Parsed

  constructor(file: string, text: string) {
    this.file = file
    this.#lines = text.split(/\r?\n/)
    this.#starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)]
    this.#document = parseDocument(text, { prettyErrors: false, version: '1.2' })
    this.broken = [...this.#syntaxProblems(), ...this.#sharedParts()]
  }

  /** What the file holds, as plain values. Only meaningful if nothing is broken. */
  value(): unknown {
    return this.#document.toJS({ maxAliasCount: 0 })
  }

  /** The finding at its place in this file. A path that the file does not have points at the deepest part that it has. */
  problem(finding: Finding): Problem {
    return this.#problemAt(this.#offset(finding.at, finding.atKey ?? false), finding)
  }

  #problemAt(offset: number, finding: Omit<Finding, 'at' | 'atKey'>): Problem {
    // Counted here: the line counter of `yaml` misses line ends that its parser reads while it recovers from an error.
    const line = Math.max(1, this.#starts.findLastIndex((start) => start <= offset) + 1)
    return {
      rule: finding.rule,
      family: finding.family,
      severity: finding.severity ?? 'error',
      file: this.file,
      step: finding.step,
      line,
      column: offset - (this.#starts[line - 1] ?? 0) + 1,
      text: this.#lines[line - 1] ?? '',
      message: finding.message,
      cure: finding.cure,
    }
  }

  #syntaxProblems(): Problem[] {
    // One slip in the indentation makes several errors; only the first is where the author's eye should go.
    const all = [...this.#document.errors, ...this.#document.warnings]
    const first = all.find((error) => error.code !== 'DUPLICATE_KEY')
    return all
      .filter((error) => error === first || error.code === 'DUPLICATE_KEY')
      .map((error) =>
        this.#problemAt(error.pos[0], {
          rule: error.code === 'DUPLICATE_KEY' ? 'duplicate-key' : 'bad-yaml',
          family: 'form',
          message:
            error.code === 'DUPLICATE_KEY'
              ? 'This key is there twice, and only one of the two would count.'
              : `This is not YAML: ${error.message}.`,
          cure:
            error.code === 'DUPLICATE_KEY'
              ? 'Rename one of the two, or take it out.'
              : 'Look at the spaces in front of this line and the one above, and put a sentence that holds `: ` or ` #` in quotation marks.',
        }),
      )
  }

  /** Anchors and aliases would let one reviewed sentence appear where nobody reads it. */
  #sharedParts(): Problem[] {
    const found: Problem[] = []
    visit(this.#document, (_key, node) => {
      if (!isAlias(node) && !(hasAnchor(node) && node.anchor !== undefined)) return
      found.push(
        this.#problemAt(node.range?.[0] ?? 0, {
          rule: 'alias',
          family: 'form',
          message: 'An anchor or alias (`&`, `*`) repeats a part of the file out of sight of its reader.',
          cure: 'Write the part out at both places.',
        }),
      )
    })
    return found
  }

  #offset(path: Path, atKey: boolean): number {
    const { node, key, missing } = this.#walk(path)
    const at = (missing || atKey || node === null) && key !== null ? key : node
    return at?.range?.[0] ?? 0
  }

  #walk(path: Path): { node: Node | null; key: Node | null; missing: boolean } {
    let node: Node | null = this.#document.contents
    let key: Node | null = null
    for (const part of path) {
      if (isMap(node)) {
        const pair: Pair | undefined = node.items.find((item) => keyOf(item) === String(part))
        if (pair === undefined) return { node, key, missing: true }
        key = pair.key as Node
        node = pair.value as Node | null
      } else if (isSeq(node)) {
        const item: unknown = node.items[Number(part)]
        if (item === undefined) return { node, key, missing: true }
        node = item as Node
        key = null
      } else {
        return { node, key, missing: false }
      }
    }
    return { node, key, missing: false }
  }
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key)
}

function hasAnchor(node: unknown): node is Node & { anchor?: string } {
  return typeof node === 'object' && node !== null && 'anchor' in node
}
