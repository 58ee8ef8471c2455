import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { LONGEST } from '../../src/lint/rules/form.ts'
import { languageFor, LANGS, RULES } from '../../src/lint/reviewed.ts'
import { DRAFT } from '../../src/lint/waivers.ts'
import { PROJECT_WAIVERS } from '../support/gate.ts'
import { rulesPage } from './rules-page.ts'

const page = readFileSync('docs/lint.md', 'utf8')

test('docs/lint-rules.md says what the reviewed data say', async () => {
  await expect(rulesPage()).toMatchFileSnapshot('../../docs/lint-rules.md')
})

test('docs/lint.md names every family, the length, the grade and the draft mark', () => {
  for (const family of Object.keys(RULES.families)) expect(page).toContain(`\`${family}\``)
  const highest = LANGS.map((lang) => languageFor(lang)?.grammar.grade.highest)
  expect(new Set(highest)).toEqual(new Set([7]))
  expect(page).toContain('grade 7')
  expect(page).toContain(`${LONGEST} characters`)
  expect(page).toContain(DRAFT)
})

test('docs/lint.md lists every waiver of the project', () => {
  for (const { flow, line, rule } of PROJECT_WAIVERS) expect(page).toContain(`| \`${flow}\` | \`${line}\` | ${rule} |`)
})
