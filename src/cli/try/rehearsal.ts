import type { Engine } from '../../ports/engine.ts'
import { readDoing, readTranscript } from '../../script/transcript/read.ts'
import type { Answered, Doing, Exchange, Transcript } from '../../script/transcript/transcript.ts'
import { writeAnswers, writeTranscript } from '../../script/transcript/write.ts'
import { layout, remark } from '../run/chat-screen.ts'
import { meaningOf } from '../run/chat-words.ts'
import { Play } from './play.ts'

const WORDS = `Type as a client would: a number, a label or words. And:
  /wait 3m          let time pass (20s, 3m, 1h 30m, 2d); timers that fall due are heard
  /late WORDS       words that come twenty minutes late
  /early WORDS      words that come before a pause is over
  /send sticker     also voice, photo, other
  /event outage     also failed, upgrade, read, taken, given back, latch raised, latch lowered
  /back             as if the last thing had not been said
  /save FILE WORDS  keep this conversation as a transcript; WORDS say what it shows
  /quit             leave
`

/** What a typed line asks of the rehearsal itself, beside the conversation. */
export type Asked =
  | { readonly kind: 'show'; readonly text: string }
  | { readonly kind: 'save'; readonly file: string; readonly text: string }
  | { readonly kind: 'quit' }

/** A conversation that an author has with their own flows: nothing is stored, nobody is told, and time is theirs. */
export class Rehearsal {
  readonly #engine: Engine
  readonly #given: Transcript['given']
  #play: Play
  #exchanges: Exchange[] = []
  #answers: (readonly Answered[])[] = []

  /** @throws HoldfastError `flow.invalid`, or Error, for a `given` line that cannot be read. */
  constructor(engine: Engine, given: readonly string[]) {
    this.#engine = engine
    this.#given = readTranscript(given.map((line) => `given   ${line}`).join('\n'), '--given').given
    this.#play = this.#begin()
  }

  /** One typed line and what comes of it, as it is to be shown. Never throws for what somebody typed. */
  takes(typed: string): Asked {
    const line = typed.trim()
    if (line === '' || line === '/help') return { kind: 'show', text: WORDS }
    if (line === '/quit') return { kind: 'quit' }
    if (line === '/back') return this.#backs()
    if (line.startsWith('/save')) return this.#saves(line.slice('/save'.length).trim())
    const doing = this.#meant(line)
    return { kind: 'show', text: typeof doing === 'string' ? remark(doing) : this.#does(doing) }
  }

  #begin = (): Play => new Play(this.#engine, this.#given, 'try')

  #meant(line: string): Doing | string {
    if (line.startsWith('/')) {
      const [word = '', ...rest] = line.slice(1).split(' ')
      const said = rest.join(' ').trim()
      if (word === 'send') return readDoing('user', `(${said})`)
      const known = ['wait', 'late', 'early', 'event'].includes(word)
      return known ? readDoing(word, said) : `There is no /${word}. /help shows what there is.`
    }
    const standing = new Map([['newest', this.#buttons().map((label) => ({ label, token: label }))]])
    const meaning = this.#play.open() === 'rate' ? undefined : meaningOf(line, standing)
    return meaning?.kind === 'choice' ? { kind: 'taps', label: meaning.value, old: false } : readTyped(line)
  }

  /** The buttons of the newest message that has any. */
  #buttons(): readonly string[] {
    const said = this.#answers.flat().filter((one) => one.kind === 'bot')
    return said.findLast(({ buttons }) => buttons.length > 0)?.buttons ?? []
  }

  #does(doing: Doing): string {
    const line = this.#exchanges.length + 1
    const answers = this.#play.does(doing, line)
    this.#exchanges.push({ notes: [], line, doing })
    this.#answers.push(answers)
    return shown(answers)
  }

  /** The same from the beginning, without the last. */
  #backs(): Asked {
    if (this.#exchanges.length === 0) return { kind: 'show', text: remark('Nothing was said yet.') }
    const kept = this.#exchanges.slice(0, -1)
    this.#play = this.#begin()
    this.#exchanges = []
    this.#answers = []
    for (const { doing } of kept) this.#does(doing)
    return { kind: 'show', text: remark('Taken back.') + shown(this.#answers.at(-1) ?? []) }
  }

  #saves(asked: string): Asked {
    const [file = '', ...words] = asked.split(' ')
    const title = words.join(' ').trim()
    if (file === '' || title === '')
      return {
        kind: 'show',
        text: remark('Name a file, and say what it shows: /save mine.txt A client stops halfway.'),
      }
    const transcript = { title: [`# ${title}`], given: this.#given, exchanges: this.#exchanges }
    return { kind: 'save', file, text: writeTranscript(transcript, this.#answers) }
  }
}

const readTyped = (text: string): Doing => ({ kind: 'types', text, late: false })

/** Messages as a client sees them; what only the clinic or the store sees stands in brackets. */
function shown(answers: readonly Answered[]): string {
  return answers
    .map((one) => {
      if (one.kind !== 'bot') return remark(writeAnswers([one]).join(' ').replace(/\s+/g, ' '))
      const wait = one.afterMs > 0 ? remark(`${Math.round(one.afterMs / 1000)} s later`) : ''
      return (
        wait + layout({ text: one.text, buttons: one.buttons.map((label) => ({ label, token: label })), kind: 'line' })
      )
    })
    .join('')
}
