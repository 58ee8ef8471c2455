import { edgesOf } from './edges.ts'
import { linesOf, type Flow, type Step } from './schema.ts'
import { outcomeOf } from './vocabulary.ts'

/** What changed from one version of a flow to the next, one sentence a change, in words that a therapist reads. Empty: nothing that a client would notice. */
export function changesBetween(before: Flow, after: Flow): string[] {
  return [...headerChanges(before, after), ...stepChanges(before, after), ...wordChanges(before, after)]
}

function headerChanges(before: Flow, after: Flow): string[] {
  const changed = (name: string, one: unknown, other: unknown) =>
    JSON.stringify(one) === JSON.stringify(other) ? [] : [`The ${name} was ${shown(one)} and is ${shown(other)}.`]
  return [
    ...changed('title', before.title, after.title),
    ...changed('class', before.class, after.class),
    ...changed('kind', before.kind, after.kind),
    ...changed('budget', before.budget, after.budget),
    ...changed('first step', before.start, after.start),
    ...changed('list of further entries', before.entries, after.entries),
    ...changed('list of words that it needs', before.needs, after.needs),
    ...changed('need of the place within a week', before.placeLately ?? false, after.placeLately ?? false),
  ]
}

function stepChanges(before: Flow, after: Flow): string[] {
  const names = [...new Set([...Object.keys(before.steps), ...Object.keys(after.steps)])]
  return names.flatMap((name): string[] => {
    const [one, other] = [before.steps[name], after.steps[name]]
    if (!one) return [`The step ${name} is new.`]
    if (!other) return [`The step ${name} is gone.`]
    const kind = one.kind === other.kind ? [] : [`The step ${name} was ${KINDS[one.kind]} and is ${KINDS[other.kind]}.`]
    return [
      ...kind,
      ...wayChanges(name, one, other),
      ...pauseChanges(name, one, other),
      ...forWhomChanges(name, one, other),
    ]
  })
}

const KINDS: Readonly<Record<Step['kind'], string>> = {
  say: 'only said',
  choose: 'a choice',
  rate: 'a rating',
  write: 'a place to write',
  measure: 'a questionnaire',
  recall: 'words of the client',
  play: 'a recording',
  run: 'another flow',
  end: 'an end',
  card: 'a card',
}

function wayChanges(name: string, one: Step, other: Step): string[] {
  const [was, is] = [waysOf(one), waysOf(other)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((way): string[] => {
    const [from, to] = [was.get(way), is.get(way)]
    if (from === to) return []
    if (from === undefined) return [`In the step ${name}, “${way}” is a new answer. It leads to ${to}.`]
    if (to === undefined) return [`In the step ${name}, “${way}” is no answer any more.`]
    return [`In the step ${name}, “${way}” led to ${from} and leads to ${to}.`]
  })
}

function waysOf(step: Step): Map<string, string> {
  return new Map(
    edgesOf(step).map(({ event, target }) => {
      const outcome = outcomeOf(target)
      const way =
        event === 'NEXT'
          ? 'then'
          : event === 'ELSE'
            ? 'not for this client'
            : event.slice(event.indexOf('.') + 1).toLowerCase()
      return [way, outcome ? `the end (${outcome})` : target]
    }),
  )
}

function pauseChanges(name: string, one: Step, other: Step): string[] {
  const seconds = (step: Step) => step.say.reduce((sum, item) => sum + (item.kind === 'pause' ? item.ms / 1000 : 0), 0)
  const [was, is] = [seconds(one), seconds(other)]
  return was === is ? [] : [`In the step ${name}, the pauses were ${was} s and are ${is} s.`]
}

/** For whom a step or its sentences are, beside what they say. */
function forWhomChanges(name: string, one: Step, other: Step): string[] {
  const forWhom = (step: Step) =>
    JSON.stringify([
      'omit' in step ? step.omit?.unless : undefined,
      step.say.map((item) => (item.kind === 'line' ? [item.unless, item.when] : [])),
    ])
  return forWhom(one) === forWhom(other)
    ? []
    : [`In the step ${name}, it changed which clients read what (\`unless\`).`]
}

function wordChanges(before: Flow, after: Flow): string[] {
  const [was, is] = [linesOf(before), linesOf(after)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((id): string[] => {
    const [one, other] = [was.get(id), is.get(id)]
    if (one === other) return []
    if (one === undefined) return [`New, ${placeOf(id)}: “${other}”`]
    if (other === undefined) return [`Gone, ${placeOf(id)}: “${one}”`]
    return [`Changed, ${placeOf(id)}:\n  was “${one}”\n  is  “${other}”`]
  })
}

function placeOf(id: string): string {
  const [step = '', line = ''] = id.split('/')
  const [kind, name = ''] = line.split('.')
  if (kind === 'stem') return `what ${step} asks first`
  if (kind === 'item') return `item ${Number(name) + 1} of ${step}`
  return kind === 'choose' ? `button ${name} of ${step}` : `sentence ${Number(name) + 1} of ${step}`
}

const shown = (value: unknown): string => (typeof value === 'string' ? `“${value}”` : JSON.stringify(value))
