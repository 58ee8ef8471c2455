import { describe, expect, test } from 'vitest'
import { lintLine } from '../../src/lint/lint-line.ts'
import { isImageryFlow } from '../../src/lint/setting.ts'
import { examineFlows } from '../../src/script/check.ts'
import { textsOf } from '../../src/script/prove/texts.ts'
import { PROJECT_WAIVERS } from '../support/gate.ts'
import { flowFiles } from '../support/flows.ts'
import { GROUNDING_AND_PLACE, WELCOME_AND_CRISIS } from './spanish-lines.ts'

/** Leading phrases, all invented: what a tired author, a translator or a well-meaning edit may bring in. */
const LEADING: Readonly<Record<string, readonly string[]>> = {
  en: [
    'Notice what the abuse does to you.',
    'Think of the man who came.',
    'That terrible night is over there.',
    'Put your abuser far away.',
    'Your trauma can wait.',
    'Were you neglected?',
    'Someone touched you.',
    'Is your father near?',
    'The neighbour may stay outside.',
    "You felt scared, didn't you?",
    'It is dark there, right?',
    'You want to go on, no?',
    "Didn't that frighten you?",
    "Aren't you angry?",
    'Was it by day or by night?',
    'Did someone come in?',
    'Have you ever been left there?',
    'Maybe you have blocked it out.',
    'Your body remembers.',
    'More details will come back to you.',
    'Go back to when it began.',
    'Think back to that day.',
    'Remember the first time.',
    'When you were little, it was different.',
    'Just guess what happened.',
    'Imagine what they did.',
    'How old were you?',
    'Who was there?',
    "Why didn't you say no?",
    'That really happened to you.',
    'You must have been terrified.',
    'It sounds like you are ashamed.',
    'Are you sure?',
    'Maybe it was only a dream.',
    'Well done for remembering.',
    'That was so brave of you.',
    'Now go deeper.',
    'Let the fear get stronger.',
    'Nightmares are a sign of something.',
    'Most survivors recall more later.',
    'Experts say you should talk.',
    'Let me ask you again.',
    'Imagine a warm beach with your gran.',
    'You see a golden light.',
    'You deserve it.',
    'Tell me if he was near.',
    'You have to face it.',
    'This is just between us.',
    'I am so proud of you.',
    'You are completely safe.',
    'Nothing can hurt you.',
    'Just relax.',
    'You are not thinking of death, are you?',
    'You said that he came back.',
    'What did you need back then?',
    'You feel small there?',
    'Someone is with you?',
    'Look closer!',
  ],
  es: [
    'Nota lo que hace el abuso.',
    'Deja lejos a tu agresor.',
    'Alguien te pegó.',
    '¿Está cerca tu padre?',
    'Tenías miedo, ¿verdad?',
    '¿No te dio rabia?',
    '¿Fue de día o de noche?',
    '¿Entró alguien?',
    'Quizás lo has olvidado.',
    'Tu cuerpo lo sabe.',
    'Vuelve a cuando empezó.',
    'Adivina lo que pasó.',
    '¿Cuántos años tenías?',
    '¿Quién estaba ahí?',
    '¿Por qué no lo dijiste?',
    'Eso de verdad te pasó.',
    '¿Estás seguro?',
    'Muy bien por recordarlo.',
    'Ve más profundo.',
    'Eso significa que algo pasó.',
    'Los expertos dicen que debes hablar.',
    'Te pregunto otra vez.',
    'Imagina una playa tibia.',
    'Mereces más.',
    'Dime si él estaba.',
    'Tienes que enfrentarlo.',
    'Siempre estaré aquí.',
    'Me preocupas.',
    'Todo va a estar bien.',
    'Cálmate.',
    'Así que tu tío volvió.',
    'Tenías frío.',
    '¿Entonces hay alguien contigo?',
    'Ves una casa.',
    'La mayoría de las personas recuerdan más.',
    'Debiste sentir miedo.',
    'Nadie puede hacerte daño.',
    'Con tu trastorno es difícil.',
    'Por eso sientes frío.',
    'No se lo digas a nadie.',
    '¡Mira mejor!',
  ],
}

const shipped = examineFlows(flowFiles()).flatMap(({ flow }) => {
  if (flow === null) return []
  const imagery = isImageryFlow(flow)
  return textsOf(flow).map(({ id, text: line, isLabel }) => ({
    id: `${flow.flow}/${id}`,
    line,
    lang: String(flow.lang),
    setting: { imagery, role: isLabel ? ('label' as const) : ('say' as const) },
    waivers: PROJECT_WAIVERS.filter(
      (waiver) => waiver.flow === flow.flow && waiver.lang === flow.lang && waiver.line === id,
    ),
  }))
})

/** No flow is shipped in Spanish yet; these carry the phrases until one is, and beside it. */
const drafts = [...WELCOME_AND_CRISIS, ...GROUNDING_AND_PLACE].map((line) => ({
  id: 'draft',
  line,
  lang: 'es',
  setting: { imagery: false, role: 'say' as const },
  waivers: [],
}))

/** Before, after, within, and in place of a line. */
function injections(line: string, phrase: string): string[] {
  const middle = line.indexOf('. ') + 1
  return [
    `${phrase} ${line}`,
    `${line} ${phrase}`,
    phrase,
    ...(middle > 0 ? [`${line.slice(0, middle)} ${phrase}${line.slice(middle)}`] : []),
  ]
}

describe.each(Object.entries(LEADING))('leading phrases in %s', (lang, phrases) => {
  const lines = [...shipped, ...drafts].filter((text) => text.lang === lang)

  test('are at least forty, and the lines are all that there are', () => {
    expect(new Set(phrases).size).toBeGreaterThanOrEqual(40)
    expect(lines.length).toBeGreaterThan(lang === 'en' ? 200 : 20)
  })

  // A third of the lines, another third for each next phrase: every line meets a third of the phrases. All by all takes over
  // a minute.
  test.each(phrases.map((phrase, nth) => [phrase, nth] as const))(
    '“%s” is caught in every third line',
    (phrase, nth) => {
      const passed = lines
        .filter((_, at) => (at + nth) % 3 === 0)
        .flatMap(({ id, line, setting, waivers }) =>
          injections(line, phrase)
            .filter((text) => lintLine({ text, lang, setting, waivers }).length === 0)
            .map((text) => `${id}: ${text}`),
        )
      expect(passed).toEqual([])
    },
  )
})

test('in a practice, a person, a place or an act that no form rule knows is caught by the closed world', () => {
  const quiet = [
    'What does the doctor do?',
    'Where is the car?',
    'Is the door open?',
    'Notice the smoke.',
    'What is he carrying?',
  ]
  const practices = shipped.filter(({ setting, lang }) => setting.imagery && setting.role === 'say' && lang === 'en')
  expect(practices.length).toBeGreaterThan(5)
  for (const phrase of quiet) {
    for (const { line, setting } of practices) {
      const rules = lintLine({ text: `${line} ${phrase}`, lang: 'en', setting }).map(({ rule }) => rule)
      expect(rules, phrase).toContain('L34')
    }
  }
})
