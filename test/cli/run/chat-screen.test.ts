import { describe, expect, test } from 'vitest'
import { layout, remark } from '../../../src/cli/run/chat-screen.ts'
import { meaningOf } from '../../../src/cli/run/chat-words.ts'
import { buttons, SCALE } from '../../adapters/sample-messages.ts'

describe('a message on the screen', () => {
  test('has its buttons numbered below', () => {
    expect(layout({ kind: 'line', text: 'Shall we begin?', buttons: buttons('Ready', 'Not now') })).toBe(
      '\n  Shall we begin?\n  [1] Ready  [2] Not now\n',
    )
  })

  test('has ratings on one line, and what stands beside them by name', () => {
    const text = layout({ kind: 'line', text: 'How strong, 0 to 10?', buttons: [...SCALE, ...buttons('Skip')] })
    expect(text).toBe('\n  How strong, 0 to 10?\n  0  1  2  3  4  5  6  7  8  9  10\n  [Skip]\n')
  })

  test('keeps its paragraphs and stays within 80 columns', () => {
    const text = layout({ kind: 'line', text: `${'slow breath '.repeat(20)}\n\nAnd out.`, buttons: [] })
    const lines = text.split('\n')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(lines).toContain('')
    expect(lines.at(-2)).toBe('  And out.')
  })

  test('cannot command the terminal', () => {
    const text = layout({ kind: 'line', text: '“\u001b[2Jgarden\u0007”', buttons: buttons('Re\u001bady') })
    expect(text).toBe('\n  “[2Jgarden”\n  [1] Ready\n')
  })

  test('is marked where it is a notice', () => {
    expect(layout({ kind: 'notice', text: 'Kelp 12: red.', buttons: [] })).toBe('\n  (notice) Kelp 12: red.\n')
  })

  test('a remark of the program stands in brackets', () => {
    expect(remark('The server is back.')).toBe('(The server is back.)\n')
  })
})

describe('what somebody typed', () => {
  const standing = new Map([
    ['m1', buttons('Menu')],
    ['m2', buttons('Ready', 'Not now')],
  ])
  const choice = (label: string) => ({ kind: 'choice', value: buttons(label)[0]?.token })

  test.each([
    ['1', choice('Ready')],
    ['2', choice('Not now')],
    ['not NOW', choice('Not now')],
    ['  Ready ', choice('Ready')],
    ['menu', choice('Menu')],
    ['3', { kind: 'text', value: '3' }],
    ['ready, I think', { kind: 'text', value: 'ready, I think' }],
    ['', undefined],
    ['   ', undefined],
  ])('%j under [Ready] [Not now]', (typed, meaning) => {
    expect(meaningOf(typed, standing)).toEqual(meaning)
  })

  test('a number of an older scale is no button any more: a bare 9 goes as it is', () => {
    const old = { token: 'old.distress-9', label: '9' }
    const later = new Map([
      ['1', [old]],
      ['2', [{ token: 'new.a', label: 'All right' }]],
    ])
    expect(meaningOf('9', later)).toEqual({ kind: 'text', value: '9' })
    expect(meaningOf('9', new Map([['1', [old]]]))).toEqual({ kind: 'choice', value: 'old.distress-9' })
  })

  test('a number under a scale is the rating, not the place in the row', () => {
    const scale = new Map([['m1', [...SCALE, ...buttons('Skip')]]])
    expect(meaningOf('0', scale)).toEqual(choice('0'))
    expect(meaningOf('10', scale)).toEqual(choice('10'))
    expect(meaningOf('12', scale)).toEqual({ kind: 'text', value: '12' })
    expect(meaningOf('skip', scale)).toEqual(choice('Skip'))
  })

  test.each(['STOP', 'stop', 'SOS', 'Help'])('%s goes as words even under a button of that name', (word) => {
    expect(meaningOf(word, new Map([['m1', buttons('Stop', 'SOS', 'Help')]]))).toEqual({ kind: 'text', value: word })
  })
})
