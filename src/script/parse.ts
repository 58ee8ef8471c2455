import { HEADERS } from './read/authored.ts'
import type { AuthoredHeader } from './read/authored.ts'
import { Lang } from '../core/ids.ts'
import { list, writeInstead } from './read/nearest.ts'
import { isSound } from './problem.ts'
import type { Problem } from './problem.ts'
import type { Flow, Step } from './schema.ts'
import { readStep } from './read/read-step.ts'
import { readShape } from './read/shape.ts'
import { Source } from './read/source.ts'
import type { Finding } from './read/source.ts'
import { translate } from './read/translate.ts'
import { FLOW_KINDS } from './vocabulary.ts'

/** A file read. The flow is null if anything refuses it; the source gives later findings their line. */
export interface Parsed {
  readonly flow: Flow | null
  readonly problems: readonly Problem[]
  readonly source: Source
}

/** Read `flows/<flow>/flow.yaml`: the form only. Where it leads is for `prove`. Never throws. */
export function parseFlow(yaml: string, file: string): Parsed {
  const source = new Source(file, yaml)
  if (source.broken.length > 0) return { flow: null, problems: source.broken, source }
  const { flow, findings } = readFlow(source.value(), folderOf(file))
  return parsed(flow, findings, source)
}

/** Read `flows/<flow>/<lang>.yaml`: the lines of another language for a flow that was read. Never throws. */
export function parseTranslation(yaml: string, file: string, base: Flow): Parsed {
  const source = new Source(file, yaml)
  if (source.broken.length > 0) return { flow: null, problems: source.broken, source }
  const name = (file.split('/').at(-1) ?? '').replace(/\.ya?ml$/, '')
  const lang = Lang.safeParse(name)
  if (!lang.success) {
    const cure = 'Name the file by the language in two small letters, such as `es.yaml`.'
    const message = `\`${name}\` is no language, and a flow's folder holds only \`flow.yaml\` and languages.`
    return parsed(null, [{ rule: 'unknown-language', family: 'language', at: [], message, cure }], source)
  }
  const { flow, findings } = translate(source.value(), lang.data, base)
  return parsed(flow, findings, source)
}

function parsed(flow: Flow | null, findings: readonly Finding[], source: Source): Parsed {
  const problems = findings
    .map((finding) => source.problem(finding))
    .sort((one, other) => one.line - other.line || one.column - other.column)
  return { flow: isSound(problems) ? flow : null, problems, source }
}

function readFlow(value: unknown, folder: string | undefined): { flow: Flow | null; findings: Finding[] } {
  const kind = kindOf(value)
  if (typeof kind !== 'string') return { flow: null, findings: [kind] }
  const { read: header, findings } = readShape(HEADERS[kind], value, { at: [], called: 'The flow' })
  const written = header?.steps ?? (value as { steps?: unknown }).steps
  const steps: Record<string, Step> = {}
  for (const [name, authored] of Object.entries(typeof written === 'object' && written !== null ? written : {})) {
    const read = readStep(authored, { name, flowKind: kind, findings })
    if (read !== null) steps[name] = read
  }
  if (header !== null && folder !== undefined && folder !== header.flow) {
    findings.push({
      rule: 'folder-name',
      family: 'form',
      at: ['flow'],
      message: `The flow is called \`${header.flow}\` and lies in the folder \`${folder}\`.`,
      cure: 'Give both the same name.',
    })
  }
  return { flow: header === null ? null : assemble(header, steps), findings }
}

function kindOf(value: unknown): (typeof FLOW_KINDS)[number] | Finding {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return {
      rule: 'empty-file',
      family: 'form',
      at: [],
      message: 'The file holds no flow.',
      cure: 'Begin with `flow:`, `title:`, `kind:`; docs/flow-language.md has a complete one.',
    }
  }
  const written: unknown = 'kind' in value ? value.kind : undefined
  const kind = FLOW_KINDS.find((known) => known === written)
  if (kind !== undefined) return kind
  const message =
    written === undefined ? 'The flow has no `kind`.' : `\`${JSON.stringify(written)}\` is no kind of flow.`
  const cure = `${writeInstead(String(written), FLOW_KINDS)} Known: ${list(FLOW_KINDS)}.`
  return { rule: written === undefined ? 'missing-kind' : 'unknown-word', family: 'form', at: ['kind'], message, cure }
}

function assemble(header: AuthoredHeader, steps: Record<string, Step>): Flow {
  const needs = 'needs' in header ? header.needs : undefined
  return {
    flow: header.flow,
    title: header.title.normalize('NFC'),
    kind: header.kind,
    class: 'class' in header ? (header.class ?? 'green') : header.kind === 'care' ? 'green' : null,
    lang: header.lang,
    budget: 'budget' in header ? (header.budget ?? null) : null,
    needs: needs?.keepsakes ?? [],
    ...(needs?.lately && { placeLately: true as const }),
    ...('comforting' in header && header.comforting === 'yes' && { comforting: true as const }),
    start: 'start' in header ? header.start : null,
    entries: 'entries' in header ? (header.entries ?? []) : [],
    steps,
  }
}

/** The folder that names the flow: that of `…/<flow>/flow.yaml`. A file that lies elsewhere is not held to one. */
function folderOf(file: string): string | undefined {
  const parts = file.split('/')
  return parts.at(-1) === 'flow.yaml' ? parts.at(-2) : undefined
}
