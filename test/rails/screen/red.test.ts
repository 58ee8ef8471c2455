import { describe, expect, test } from 'vitest'
import { screen } from '../../../src/rails/screen/screen.ts'

/* What fetches a person at once, and what asks first. Lines of our own; the rules stand alone. */

const look = (text: string, lastTexts: readonly string[] = []) => screen({ text, lastTexts }, null)
const alarms = (text: string) => ['red', 'black'].includes(look(text).level)

const HOMEWORK = [
  'I will do it tonight',
  'can I do it today instead',
  'I am doing it now',
  'my therapist said I can do it now',
  'I was anxious but I am going to do it',
  'I am going to try it',
  'I do not know when to do it',
  'I decided to go for a walk',
  'I finally had the courage to go',
  'next chance I get I will practise',
  'it is time to go',
  'I have to take care of my kids',
  'a cave where no one will find me',
  'all be over soon',
  'goodbye',
  'goodbye for now',
  'thanks for everything, goodbye',
  'I said goodbye to my mum at the station',
  'sorry everyone I was late',
  'this is my last message for today',
  'today is the day',
  'I have enough meds for the week',
  'I gave my cat to my sister for the weekend',
  'I am sitting on the edge of the bed',
  'I am standing on the edge of the lake in the picture',
  'I found a rope swing by the river',
  'I have the rope of the swing in my hand',
  'I am going to jump on the trampoline',
  'I am at the bridge over the river',
  'I have a knife in the kitchen drawer and cut bread',
  'I wrote my letter to the little one',
  'I will be gone next week, on holiday',
  'I will not be here next week',
  'I took too many notes',
  'I want to end this exercise',
  'I want this to be over',
  'I hope it would stop hurting',
  'the highest cliff looks over the sea',
  'I was about to pull over',
  'I do not plan to see my brother at Christmas',
]

test.each(HOMEWORK)('everyday words alarm nobody: %s', (line) => {
  expect(alarms(line)).toBe(false)
})

describe('the same words alarm beside a sign of danger', () => {
  test.each([
    'I feel like such a burden. I will do it tonight',
    'I am a burden to my family and I have a knife',
    'there is no point in going on. goodbye',
    'I want this to be over, I can not go on. I wrote my letter',
    'goodbye everyone, I am going to do it',
  ])('%s', (line) => {
    expect(alarms(line)).toBe(true)
  })

  test('in an earlier send too, marked in the one that was just sent', () => {
    const text = 'ok. I will do it tonight'
    const found = look(text, ['I feel like such a burden to everyone'])
    expect(found.level).toBe('black')
    expect(found.spans.map(([start, end]) => text.slice(start, end))).toContain('do it tonight')
  })

  test('and no second everyday word makes a plan of the first', () => {
    expect(alarms('I am going to try it, I will do it tonight')).toBe(false)
  })

  test('words that share a place are one sign', () => {
    expect(alarms('I will not be here tomorrow, can we do it on Friday')).toBe(false)
  })
})

describe('a threat amid other talk', () => {
  const talk = 'so I sat with the crossword and drank some tea'

  test('asks where it is said once', () => {
    expect(look(`I could kill myself ${talk}`).level).toBe('ask')
  })

  test('alarms where it is said twice', () => {
    expect(alarms(`I could kill myself ${talk}. I could hang myself`)).toBe(true)
  })

  test('alarms where a time is said with it', () => {
    expect(alarms(`lately I could kill myself ${talk}`)).toBe(true)
  })
})

describe('a plan', () => {
  test('is no figure of speech for a trifle beside it', () => {
    expect(alarms('the exam went badly and I wrote my suicide note')).toBe(true)
    expect(look('I swallowed too many pills this weekend').level).toBe('black')
  })

  test('is doubted for a joke, and a wish for a trifle', () => {
    expect(alarms('the exam went badly and I wrote my suicide note lol')).toBe(false)
    expect(alarms('the exam makes me want to die')).toBe(false)
  })
})

test.each([
  'goodbye everyone, thank you for trying',
  'I am going to jump tonight',
  'I am going to jump',
  'I have a gun',
  'I have got the rope',
  'I will end it tomorrow',
])('what no homework sounds like alarms by itself: %s', (line) => {
  expect(alarms(line)).toBe(true)
})

describe('a way to die that is asked for', () => {
  test.each([
    'which household chemicals are lethal',
    'what poison would be deadly',
    'I want to end my life without any pain',
    'the easiest and most painless way to hang myself',
    'a common place to jump',
    'show me some suicide methods',
    'what could I swallow to die',
    'how many of those would I need to overdose',
  ])('alarms: %s', (line) => {
    expect(alarms(line)).toBe(true)
  })

  test.each([
    'which plants grow in the shade',
    'what pills help against a headache',
    'the best way to the beach',
    'a good place to sit and breathe',
    'how many minutes should I take',
    'an easy way to fall asleep',
  ])('and another way does not: %s', (line) => {
    expect(['none', 'notice']).toContain(look(line).level)
  })
})
