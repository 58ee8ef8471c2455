import { describe, expect, test } from 'vitest'
import { canonicalForm, hashOf } from '../../src/script/canonical.ts'
import { examineFlows } from '../../src/script/check.ts'
import { linesOf } from '../../src/script/schema.ts'
import { REHEARSAL, brief, changed } from './sample.ts'

const SPANISH = `title: Un ensayo corto
settle/say.0: Busca una posición que le guste a tu cuerpo.
settle/choose.ready: Ya
settle/choose.later: Ahora no
settle/choose.stop: Parar
sight/say.0: "¿Qué notas a tu alrededor en {place|tu lugar}?"
level/say.0: "¿Cómo de fuerte es el malestar ahora?"
finish/say.0: Puedes volver aquí cuando quieras.
`

function examined(spanish: string, path = 'flows/rehearsal/es.yaml') {
  const files = [
    { path: 'flows/rehearsal/flow.yaml', text: REHEARSAL },
    { path, text: spanish },
  ]
  return examineFlows(files)[1]!
}

describe('a translation', () => {
  test('is a script of its own, with the same steps and other lines', () => {
    const { flow, problems } = examined(SPANISH)
    expect(problems).toEqual([])
    expect(flow?.lang).toBe('es')
    expect(flow?.title).toBe('Un ensayo corto')
    expect(linesOf(flow!).get('settle/choose.later')).toBe('Ahora no')
    const english = examineFlows([{ path: 'flows/rehearsal/flow.yaml', text: REHEARSAL }])[0]?.flow
    expect(hashOf(canonicalForm(flow!))).not.toBe(hashOf(canonicalForm(english!)))
  })

  test.each([
    [
      'without a line',
      'finish/say.0: Puedes volver aquí cuando quieras.\n',
      '',
      'missing-line 1:1 title:',
      'Add `finish/say.0: …`',
    ],
    ['without a title', 'title: Un ensayo corto\n', '', 'missing-line 1:1 settle/say.0:', 'Add `title: …`'],
    [
      'with a line that is not there',
      'finish/say.0',
      'finish/say.1',
      'unknown-line 8:1 finish/say.1:',
      'Write `finish/say.0`.',
    ],
    ['with an empty line', ': Ya', ':', 'wrong-shape 3:21', 'Write the sentence'],
    ['without a slot', '{place|tu lugar}', 'tu lugar', 'different-slots 6:14 "¿Qué', 'Use the same slots'],
    [
      'with a slot without a fallback',
      '{place|tu lugar}',
      '{place}',
      'missing-fallback 6:14 "¿Qué',
      'Write `{place|…}`',
    ],
    ['with two questions', '¿Qué notas', '¿Listo? ¿Qué notas', 'two-questions 6:14 "¿Listo?', 'Ask one'],
    ['with a button that reads like stop', 'Ahora no', 'Basta', 'shadowed 4:22 Basta', 'Call the choice `stop`'],
  ])('%s is refused at its place, with its cure', (...[, from, to, at, cure]) => {
    const { problems } = examined(changed(SPANISH, from, to))
    expect(problems.map(brief)).toContain(at)
    expect(problems.find((problem) => brief(problem) === at)?.cure).toContain(cure)
  })

  test('of the language that the flow is in is refused', () => {
    expect(examined(SPANISH, 'flows/rehearsal/en.yaml').problems.map(({ rule }) => rule)).toContain('same-language')
  })

  test('in a file that names no language is refused', () => {
    expect(examined(SPANISH, 'flows/rehearsal/spanish.yaml').problems.map(({ rule }) => rule)).toEqual([
      'unknown-language',
    ])
  })

  test('without its flow is refused', () => {
    expect(examined(SPANISH, 'flows/other/es.yaml').problems.map(({ rule }) => rule)).toEqual(['no-base'])
  })
})
