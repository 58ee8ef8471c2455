import { expect, test } from 'vitest'
import { NOTHING_FOUND, type ScreenResult } from '../../../src/core/screen-result.ts'
import { Private } from '../../../src/core/private.ts'
import { NOTHING_AROUND, type ScreenText } from '../../../src/turn/hear.ts'
import { hearMeaning, type Meanings } from '../../../src/turn/meaning/hear-meaning.ts'

const found = (level: ScreenResult['level']): ScreenResult => ({ ...NOTHING_FOUND, level })
/** Rules that find `level`, and ask where a meaning speaks for it; `ran` counts how often they are run. */
function rulesOf(level: ScreenResult['level']) {
  const ran: string[] = []
  const screen: ScreenText = ({ text }) => {
    ran.push(text)
    const meaningDue = level === 'none' || level === 'notice'
    return { found: found(level), meaningDue, withMeaning: (odds) => found(odds > 0 ? 'ask' : level) }
  }
  return { screen, ran }
}
/** A model that reads at once, too late, or never. */
function modelOf(soon: number | null, late: number | null = soon, stands = true) {
  const read: string[] = []
  const meanings: Meanings = {
    stand: () => stands,
    read: (text) => {
      read.push(text)
      return { soon: Promise.resolve(soon), late: Promise.resolve(late) }
    },
  }
  return { meanings, read }
}
const TEXT = 'it is all the same'
const bodyOf = (text: string) => ({ kind: 'text', text: new Private(text) }) as const
const say = async (text: string, level: ScreenResult['level'], model: ReturnType<typeof modelOf>) => {
  const { screen, ran } = rulesOf(level)
  const heard = await hearMeaning(bodyOf(text), NOTHING_AROUND, { screen, meanings: model.meanings })
  return { heard, ran, read: model.read, later: heard.later && (await heard.later) }
}

test('a meaning is heard where the words alone ask nothing, and the rules run once', async () => {
  for (const level of ['none', 'notice'] as const) {
    const { heard, ran } = await say(TEXT, level, modelOf(3))
    expect(heard).toEqual({ word: null, screen: found('ask') })
    expect(ran).toEqual([TEXT])
  }
})

test('one that comes later is still to be heard, and the rules run once for both', async () => {
  const { heard, later, ran } = await say(TEXT, 'notice', modelOf(null, 3))
  expect(heard.screen.level).toBe('notice')
  expect(later).toEqual(found('ask'))
  expect(ran).toEqual([TEXT])
})

test('words that ask by themselves wait for it too, and without it stay asked about', async () => {
  const asks: ScreenText = () => ({ found: found('ask'), meaningDue: true, withMeaning: () => found('none') })
  const hears = (soon: number | null) =>
    hearMeaning(bodyOf(TEXT), NOTHING_AROUND, { screen: asks, meanings: modelOf(soon, -3).meanings })
  expect(await hears(-3)).toEqual({ word: null, screen: found('none') })
  expect(await hears(null)).toEqual({ word: null, screen: found('ask') })
})

test('one that nobody read is known as such', async () => {
  const { heard, later } = await say(TEXT, 'notice', modelOf(null, null))
  expect(heard.screen.level).toBe('notice')
  expect(later).toBeNull()
})

test('without a model none is due', async () => {
  const { heard, read } = await say(TEXT, 'none', modelOf(3, 3, false))
  expect(heard).toEqual({ word: null, screen: found('none') })
  expect(read).toEqual([])
  const alone = await hearMeaning(bodyOf(TEXT), NOTHING_AROUND, { screen: rulesOf('none').screen })
  expect(alone).toEqual({ word: null, screen: found('none') })
})

test('danger, closed words and buttons wait for no meaning', async () => {
  for (const [text, level] of [
    [TEXT, 'red'],
    [TEXT, 'ask'],
    ['stop', 'none'],
  ] as const) {
    const { heard, read } = await say(text, level, modelOf(3))
    expect([heard.later, read]).toEqual([undefined, []])
  }
  const choice = { kind: 'choice', token: 'a.b' } as const
  const { meanings, read } = modelOf(3)
  expect((await hearMeaning(choice, NOTHING_AROUND, { screen: rulesOf('none').screen, meanings })).screen).toBe(
    NOTHING_FOUND,
  )
  expect(read).toEqual([])
})
