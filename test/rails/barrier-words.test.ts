import { describe, expect, test } from 'vitest'
import { barrierWordOf, isGreeting, isRefusal } from '../../src/rails/barrier-words.ts'
import { CLOSED_WORDS } from '../../src/rails/reviewed.ts'

describe('a closed word', () => {
  test.each([
    ['STOP', 'stop'],
    ['stop!', 'stop'],
    ['Stoppp', 'stop'],
    ['stpo', 'stop'],
    ['sotp', 'stop'],
    ['stp', 'stop'],
    ['pleas stop', 'stop'],
    ['Pause', 'stop'],
    ['PARA', 'stop'],
    ['basta ya', null],
    ['ya basta', 'stop'],
    ['detenté', 'stop'],
    ['S.O.S.', 'sos'],
    ['i’m not ok', 'sos'],
    ['i am nto ok', 'sos'],
    ['No estoy bien.', 'sos'],
    ['emergancy', 'sos'],
    ['hlep', 'help'],
    ['Ayúdame', 'help'],
    ['ayudame', 'help'],
    ['i need hepl', 'help'],
  ] as const)('%s is heard as %s', (said, word) => {
    expect(barrierWordOf(said)).toBe(word)
  })

  test.each([
    'I cannot stop it',
    'step',
    'shop',
    'hell',
    'hello',
    'top',
    'it helped',
    'paso',
    'nada',
    'sob',
    'quite',
    'algo',
    'acto',
  ])('%s is none', (said) => {
    expect(barrierWordOf(said)).toBeNull()
  })

  test('with one letter lost, added, changed or swapped with its neighbour is still heard', () => {
    const words = ['stop', 'help', 'emergency', 'please stop', 'ayuda', 'socorro', 'i am not ok'] as const
    for (const word of words) {
      const meant = barrierWordOf(word)
      for (let at = 1; at < word.length - 1; at++) {
        const slips = [
          word.slice(0, at) + word.slice(at + 1),
          word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2),
          `${word.slice(0, at)}z${word.slice(at)}`,
          `${word.slice(0, at)}z${word.slice(at + 1)}`,
        ].filter((slip) => slip.trim().length >= 4 && !CLOSED_WORDS.notASlip.includes(slip))
        for (const slip of slips) expect([slip, barrierWordOf(slip)]).toEqual([slip, meant])
      }
    }
  })
})

test('a greeting is nothing to keep, a bare no is one, and neither is part of a sentence', () => {
  expect(['hi', 'Hello!', 'menu', 'Hola', 'gracias'].every(isGreeting)).toBe(true)
  expect(isGreeting('hi, today was bad')).toBe(false)
  expect(['no', 'No.', 'no thanks', 'no quiero'].every(isRefusal)).toBe(true)
  expect(['I know I am', 'not now', 'no idea'].some(isRefusal)).toBe(false)
})
