import { describe, expect, test } from 'vitest'
import type { Scale } from '../../../src/core/event.ts'
import type { FlowId } from '../../../src/core/ids.ts'
import type { KeepsakeKind } from '../../../src/core/render.ts'
import { signedEngine } from '../../support/flows.ts'
import { aloneWith } from '../../support/ready.ts'
import { Talk } from '../../support/talk.ts'

const { engine } = await signedEngine()
const COMFORTING = 'comforting' as FlowId

function aClient(kept: readonly KeepsakeKind[]): Talk {
  const talk = new Talk(engine)
  const plan = { ...talk.given.plan, flows: [COMFORTING], alone: aloneWith(COMFORTING), stage: 'carer' as const }
  talk.given = { ...talk.given, plan, kept }
  return talk
}

/** Comforting until its opinion, as on a day on which nothing stands against it. */
function toTheOpinion(talk: Talk): Talk {
  const at = talk.given.now.getTime()
  const practised = [{ flow: 'safe-place-rehearsal' as FlowId, at }]
  talk.conversation = { ...talk.conversation, practised, agreed: { [COMFORTING]: at } }
  talk.says('hello').taps('more').taps('comforting').taps('ready')
  if (talk.at().at(-1)?.startsWith('practice/')) talk.says('2').says('8')
  talk.taps('here').taps('stage-carer').taps('near').taps('skip').taps('go-on').taps('go-on')
  talk.says('2').taps('enough').taps('go-on').taps('skip')
  return talk.taps('skip')
}

function toTheEnd(talk: Talk): Talk {
  talk.says('6').taps('here').says('2').says('8')
  return talk
}

describe('the opinion after comforting (care C14, C18)', () => {
  const asked = (kept: readonly KeepsakeKind[]) => {
    const talk = aClient(kept)
    return [1, 2, 3].map((): Scale | null => {
      const scale = toTheOpinion(talk).conversation.ask?.scale ?? null
      toTheEnd(talk)
      return scale
    })
  }

  test('is one of the two, in turn', () => {
    expect(asked(['place', 'cue-word', 'sentence'])).toEqual(['could-tell', 'belief', 'could-tell'])
  })

  test('never asks for belief in a sentence that is not there', () => {
    expect(asked(['place', 'cue-word'])).toEqual(['could-tell', 'could-tell', 'could-tell'])
  })

  test('is one number and never a reason to stop, whatever it is', () => {
    const talk = toTheOpinion(aClient(['place', 'cue-word', 'sentence']))
    talk.says('10')
    expect(talk.at().at(-1)).toBe('closing/back')
    expect(talk.caused('recordRating').at(-1)).toMatchObject({ scale: 'could-tell', value: 10 })
    expect(talk.caused('raiseFlag')).toEqual([])
  })

  test('may be skipped, and is not about being moved', () => {
    const talk = toTheOpinion(aClient(['place', 'cue-word']))
    const offered = talk.conversation.ask?.choices.map(({ id }) => id)
    expect(offered).toContain('skip')
    expect(offered).not.toContain('moved')
    expect(talk.taps('skip').at().at(-1)).toBe('closing/back')
  })
})
