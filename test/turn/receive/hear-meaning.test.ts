import { expect, test } from 'vitest'
import { NOTHING_FOUND, type ScreenResult } from '../../../src/core/screen-result.ts'
import { Private } from '../../../src/core/private.ts'
import { NOTHING_AROUND, type ScreenText } from '../../../src/turn/hear.ts'
import { hearMeaning } from '../../../src/turn/hear-meaning.ts'

const found = (level: ScreenResult['level']): ScreenResult => ({ ...NOTHING_FOUND, level })
/** Rules that find `level`, and ask where a meaning speaks for it. */
const screenOf =
  (level: ScreenResult['level']): ScreenText =>
  ({ meaning }) =>
    (meaning ?? 0) > 0 ? found('ask') : found(level)
const say = async (text: string, level: ScreenResult['level'], odds: number | null) => {
  const read: string[] = []
  const readMeaning = (words: string) => {
    read.push(words)
    return Promise.resolve(odds)
  }
  const body = { kind: 'text', text: new Private(text) } as const
  const heard = await hearMeaning(body, NOTHING_AROUND, { screen: screenOf(level), readMeaning })
  return { heard, read }
}

test('a meaning is heard where the words alone ask nothing', async () => {
  expect((await say('it is all the same', 'none', 3)).heard.screen.level).toBe('ask')
  expect((await say('it is all the same', 'notice', 3)).heard.screen.level).toBe('ask')
})

test('without one, in time or at all, the words stand alone', async () => {
  expect((await say('it is all the same', 'notice', null)).heard.screen.level).toBe('notice')
  const body = { kind: 'text', text: new Private('it is all the same') } as const
  expect((await hearMeaning(body, NOTHING_AROUND, { screen: screenOf('none') })).screen.level).toBe('none')
})

test('danger and closed words wait for no meaning', async () => {
  for (const [text, level] of [
    ['it is all the same', 'red'],
    ['it is all the same', 'ask'],
    ['stop', 'none'],
  ] as const)
    expect((await say(text, level, 3)).read).toEqual([])
  const choice = { kind: 'choice', token: 'a.b' } as const
  expect((await hearMeaning(choice, NOTHING_AROUND, { screen: screenOf('none') })).screen).toBe(NOTHING_FOUND)
})
