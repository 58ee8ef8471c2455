import { BUTTONS, linesByStep } from './lines.ts'
import type { Walker } from './walk.ts'

interface State {
  at: string
  unclear: number
  level: number | null
}

const WRITES = new Map([
  ['sight', 'sound'],
  ['sound', 'air'],
  ['air', 'ground'],
  ['ground', 'cue'],
  ['comfort', 'level-after'],
])
const CHOICES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  open: { begin: 'settle', later: 'leave' },
  settle: { ready: 'level', 'not now': 'leave' },
  cue: { 'once more': 'cue-again', 'enough for now': 'comfort' },
  'cue-again': { 'go on': 'comfort' },
}

/** The floor: the same twelve turns as a function that somebody wrote by hand for them and for nothing else. */
export function reducer(): Walker {
  const lines = linesByStep()
  const states = new Map<number, string>()
  return {
    name: 'engine: a reducer written by hand',
    hears(chat, words) {
      const stored = states.get(chat)
      const state: State = stored ? (JSON.parse(stored) as State) : { at: '', unclear: 0, level: null }
      const next = nextOf(state, words)
      if (next === null) {
        state.unclear = Math.min(2, state.unclear + 1)
        states.set(chat, JSON.stringify(state))
        return ['I did not understand that.']
      }
      state.at = next === 'leave' ? '' : next
      state.unclear = 0
      states.set(chat, JSON.stringify(state))
      const said = lines[next] ?? []
      return said.map((text, index) => messageOf(text, index === said.length - 1 ? (BUTTONS[next] ?? []) : []).text)
    },
  }
}

const messageOf = (text: string, buttons: readonly string[]) => ({ text, buttons })

function nextOf(state: State, words: string): string | null {
  switch (state.at) {
    case '':
      return 'open'
    case 'level':
    case 'level-after': {
      const level = Number(words)
      if (!Number.isInteger(level) || level < 0 || level > 10) return null
      state.level = level
      return state.at === 'level' && level < 7 ? 'sight' : 'leave'
    }
    default:
      return WRITES.get(state.at) ?? CHOICES[state.at]?.[words.toLowerCase()] ?? null
  }
}
