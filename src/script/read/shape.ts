import type { z } from 'zod'
import { list, nearest, writeInstead } from './nearest.ts'
import type { Finding, Path } from './source.ts'

/** What was to be read, or null with the reasons. */
export interface Shape<T> {
  readonly read: T | null
  readonly findings: Finding[]
}

/** Where a value stands, for its findings. */
export interface Place {
  readonly at: Path
  readonly step?: string
  /** How the thing is called in a sentence: `The step \`settle\``. */
  readonly called: string
}

/** How each key is written: the cure for a missing or misshapen one. */
const HOW: Readonly<Record<string, string>> = {
  flow: 'Write the name of the folder: `flow: safe-place-rehearsal`.',
  title: 'Write what a person calls it: `title: Safe-place rehearsal`.',
  kind: 'Write `kind: practice`, `care`, `rails` or `cards`.',
  class: 'Write `class: green` (any active plan) or `class: amber` (opened by a clinician for each client).',
  lang: 'Write the language in two small letters: `lang: en`.',
  budget: 'Write how long it may take: `budget: { minutes: 4, taps: 10 }`.',
  minutes: 'Write a number above 0: `minutes: 4`.',
  taps: 'Write a whole number from 1: `taps: 10`.',
  needs: 'Write `needs: { keepsakes: [place] }`, or leave it out.',
  lately: 'Write `lately: place`, or leave it out.',
  keepsakes: 'Write a list: `keepsakes: [place, cue-word]`.',
  comforting: 'Write `comforting: yes` where tears and relief are expected, or leave it out.',
  start: 'Write the name of the first step: `start: settle`.',
  entries: 'Write a list of steps: `entries: [after-stop]`, or leave it out.',
  steps: 'Write the steps below `steps:`, each with its name, two spaces further in.',
  say: 'Write a sentence, or a list of sentences and pauses: `- { pause: 20s }`.',
  pause: 'Write whole seconds from 1s to 60s: `{ pause: 20s }`.',
  choose: 'Write each button as `name: Label`: `choose: { ready: Ready, later: Not now }`.',
  go: 'Write `go:` and the name of the next step, or `close`.',
  rate: 'Write `rate: distress`, or `rate: { scale: distress, moment: middle }`.',
  scale: 'Write `scale: distress`, `here`, `helped`, `vividness`, `could-tell` or `belief`.',
  write: 'Write `write: { about: feeling-now, skip: yes }`, or `keep:` in place of `about:`.',
  measure: 'Write the name of a questionnaire: `measure: phq-9`.',
  run: 'Write the name of a flow: `run: grounding`.',
  recall: "Write one of the client's own words: `recall: sentence`, and `text:` for a client who has none.",
  play: 'Write the name of a recording, `play: settle`, and `text:` for a client who cannot hear.',
  text: 'Write the words for a client who has none, or who cannot hear: `text: Your sentence.`.',
  line: 'Write `- { line: A sentence., unless: no-touch, instead: Another. }`.',
  unless: 'Write `unless: no-touch`, or a list of such names.',
  when: 'Write `when: minor`, or a list of such names.',
  instead: 'Write the sentence that is said instead.',
  else: 'Write `else:` and the name of the step that follows for these clients.',
  end: 'Write `end: done`, `end: stopped` or `end: raised`.',
}

/** The keys inside the smaller maps, for the cure of an unknown one. */
const INNER: Readonly<Record<string, readonly string[]>> = {
  say: ['pause', 'line', 'unless', 'instead', 'when'],
  rate: ['scale', 'moment'],
  write: ['about', 'keep', 'skip', 'once'],
  budget: ['minutes', 'taps'],
  needs: ['keepsakes', 'lately'],
}

/** A value read by a schema; each thing that is wrong becomes a finding at its own key. */
export function readShape<S extends z.ZodObject>(schema: S, value: unknown, place: Place): Shape<z.infer<S>> {
  const result = schema.safeParse(value)
  if (result.success) return { read: result.data, findings: [] }
  const known = Object.keys(schema.shape)
  const findings = result.error.issues.flatMap((issue) => explain(issue, { value, known, place }))
  return { read: null, findings: findings.filter((finding) => !isEcho(finding, findings)) }
}

/** A misspelt key is also a missing one. Its author needs to read it once, at the misspelling. */
function isEcho(missing: Finding, findings: readonly Finding[]): boolean {
  const key = String(missing.at.at(-1))
  return (
    missing.rule === `missing-${key}` &&
    findings.some((other) => other.rule === 'unknown-key' && nearest(String(other.at.at(-1)), [key]) === key)
  )
}

interface Reading {
  readonly value: unknown
  readonly known: readonly string[]
  readonly place: Place
}

function explain(issue: z.core.$ZodIssue, reading: Reading, above: readonly PropertyKey[] = []): Finding[] {
  const path = [...above, ...issue.path].map((part) => (typeof part === 'number' ? part : String(part)))
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    return meantBranch(issue.errors).flatMap((inner) => explain(inner, reading, path))
  }
  if (path.at(-2) === 'say' && isColonSentence(valueAt(reading.value, path)))
    return issue.code === 'unrecognized_keys' ? [colonSentence(path, reading)] : []
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, path, reading))
  const { at, step, called } = reading.place
  const common = { family: 'form', at: [...at, ...path], ...(step === undefined ? {} : { step }) } as const
  const key = path.findLast((part) => typeof part === 'string') ?? ''
  const written = valueAt(reading.value, path)
  const cure =
    HOW[path.findLast((part) => typeof part === 'string' && part in HOW) ?? ''] ?? 'Look at docs/flow-language.md.'
  if (written === undefined)
    return [{ ...common, rule: `missing-${key}`, message: `${called} has no \`${key}\`.`, cure }]
  if (issue.code === 'invalid_value') {
    const words = issue.values.map(String)
    const message = `\`${show(written)}\` is no word for \`${key}\`.`
    return [{ ...common, rule: 'unknown-word', message, cure: writeInstead(show(written), words) }]
  }
  if (key === 'pause')
    return [{ ...common, rule: 'bad-pause', message: `A pause cannot be \`${show(written)}\`.`, cure }]
  if (typeof written === 'number' || typeof written === 'boolean') {
    const message = `\`${show(written)}\` under \`${key}\` is read as a ${typeof written}, not as words.`
    return [
      { ...common, rule: 'wrong-shape', message, cure: `Put it in quotation marks, if it is meant as words. ${cure}` },
    ]
  }
  if (issue.code === 'invalid_format') {
    const message = `\`${show(written)}\` cannot be a name here: small letters, digits and hyphens only.`
    return [{ ...common, rule: 'bad-name', message, cure }]
  }
  return [
    {
      ...common,
      rule: 'wrong-shape',
      message: `\`${key}\` of ${lower(called)} is ${empty(written) ? 'empty' : 'not written as it is read'}.`,
      cure,
    },
  ]
}

/** `- Look: a door` is a map to YAML, and a sentence to its author. */
function isColonSentence(value: unknown): boolean {
  const key = typeof value === 'object' && value !== null ? (Object.keys(value)[0] ?? '') : ''
  return key !== '' && nearest(key, ['pause', 'line', 'unless', 'instead', 'when']) === undefined
}

function colonSentence(path: Path, { place }: Reading): Finding {
  return {
    rule: 'colon-in-sentence',
    family: 'form',
    at: [...place.at, ...path],
    ...(place.step === undefined ? {} : { step: place.step }),
    message: `${place.called} has a sentence with a colon, which YAML reads as a key.`,
    cure: 'Put the whole sentence in quotation marks.',
  }
}

function unknownKey(key: string, path: Path, { place, known }: Reading): Finding {
  const inside = path.findLast((part) => typeof part === 'string')
  const keys = inside === undefined ? known : (INNER[inside] ?? known)
  return {
    rule: 'unknown-key',
    family: 'form',
    at: [...place.at, ...path, key],
    atKey: true,
    ...(place.step === undefined ? {} : { step: place.step }),
    message: `${place.called} has the key \`${key}\`${inside === undefined ? '' : ` under \`${inside}\``}, which nothing reads.`,
    cure: `${writeInstead(key, keys)} Known here: ${list(keys)}.`,
  }
}

/** Of the forms that a value may have, the one that its author was writing: wrong further in, or at least of the right type. */
function meantBranch(branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] {
  const inside = branches.find((issues) => issues.every((issue) => issue.path.length > 0))
  const ofType = branches.find((issues) =>
    issues.every((issue) => issue.path.length > 0 || issue.code !== 'invalid_type'),
  )
  return inside ?? ofType ?? branches[0] ?? []
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (held, part) =>
      typeof held === 'object' && held !== null ? (held as Record<string | number, unknown>)[part] : undefined,
    value,
  )
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function empty(value: unknown): boolean {
  return value === null || value === '' || JSON.stringify(value) === '{}' || JSON.stringify(value) === '[]'
}

function lower(called: string): string {
  return called.charAt(0).toLowerCase() + called.slice(1)
}
