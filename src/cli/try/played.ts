import type { Engine } from '../../ports/engine.ts'
import type { Answered, Doing, Transcript } from '../../script/transcript/transcript.ts'
import { Play } from './play.ts'

/** What a doing met and caused. `open`: the kind of question that stood before it. */
export interface Played {
  readonly doing: Doing
  readonly open: 'choose' | 'rate' | 'write' | null
  readonly answers: readonly Answered[]
}

/** A whole transcript, played. */
export function play(engine: Engine, transcript: Transcript, file: string): Played[] {
  let conversation = new Play(engine, transcript.given, file)
  return transcript.exchanges.map(({ doing, line }) => {
    if (doing.kind === 'happens' && doing.what === 'start again')
      conversation = new Play(engine, transcript.given, file)
    const open = conversation.open()
    return { doing, open, answers: conversation.does(doing, line) }
  })
}
