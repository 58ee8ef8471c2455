import { writeSpan } from './read.ts'
import { COLUMN, type Answered, type Doing, type Transcript } from './transcript.ts'

/** A transcript with what was answered to each doing, as the file that is kept. */
export function writeTranscript(transcript: Transcript, answers: readonly (readonly Answered[])[]): string {
  const parts = transcript.exchanges.map(({ notes, doing }, index) =>
    [...notes, writeDoing(doing), ...writeAnswers(answers[index] ?? [])].join('\n'),
  )
  const given = transcript.given.map(({ name, value }) => row('given', value === '' ? name : `${name}: ${value}`))
  return [transcript.title.join('\n'), given.join('\n'), ...parts].filter((part) => part !== '').join('\n\n') + '\n'
}

/** One doing as a line. */
export function writeDoing(doing: Doing): string {
  switch (doing.kind) {
    case 'types':
      return row(doing.late ? 'late' : doing.early ? 'early' : 'user', doing.text)
    case 'taps':
      return row('user', `[${doing.label}]${doing.old ? ' (old)' : ''}`)
    case 'sends':
      return row('user', `(${doing.media})`)
    case 'waits':
      return row('wait', writeSpan(doing.ms))
    case 'happens':
      return row('event', doing.what)
  }
  return doing satisfies never
}

/** In the order in which they came, except that timers stand on one line. */
export function writeAnswers(answers: readonly Answered[]): string[] {
  const first = answers.findIndex((one) => one.kind === 'timer' && one.ms !== 0)
  const timers = answers.flatMap((one) => (one.kind === 'timer' && one.ms !== 0 ? [writeTimer(one)] : []))
  return answers.flatMap((one, index) => {
    if (one.kind !== 'timer' || one.ms === 0) return writeAnswered(one)
    return index === first ? [row('timer', timers.join(', '))] : []
  })
}

function writeTimer({ timer, ms }: Extract<Answered, { kind: 'timer' }>): string {
  return `${timer} ${ms === null ? 'cancelled' : ms === 0 ? 'is heard' : `in ${writeSpan(ms)}`}`
}

function writeAnswered(answered: Answered): string[] {
  switch (answered.kind) {
    case 'bot': {
      const pause = answered.afterMs > 0 ? [row('', `(${writeSpan(answered.afterMs)} later)`)] : []
      const buttons = buttonsOf(answered.buttons).map((label) => `[${label}]`)
      return [...pause, row('bot', answered.text), ...(buttons.length > 0 ? [row('', buttons.join(' '))] : [])]
    }
    case 'timer':
      return [row('timer', writeTimer(answered))]
    case 'flag':
      return [row('flag', `${answered.level} ${answered.rule}`)]
    case 'does':
      return [row('does', [answered.what, ...answered.details.map((detail) => `· ${detail}`)].join(' '))]
    case 'at':
      return [row('at', answered.frames.join(' > ') || 'nothing')]
  }
  return answered satisfies never
}

const SCALE = Array.from({ length: 11 }, (_none, number) => String(number))

/** The numbers of a scale in short: eleven buttons hide the others. */
function buttonsOf(labels: readonly string[]): readonly string[] {
  const isScale = SCALE.every((number, index) => labels[index] === number)
  return isScale ? ['0 to 10', ...labels.slice(SCALE.length)] : labels
}

const row = (word: string, rest: string) => `${word.padEnd(COLUMN)}${rest}`.trimEnd()
