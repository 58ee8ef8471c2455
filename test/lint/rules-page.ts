import { languageFor, LANGS, RULES } from '../../src/lint/reviewed.ts'
import type { Example } from '../../src/lint/reviewed.ts'

const LANGUAGE_NAMES: Readonly<Record<string, string>> = { en: 'English', es: 'Spanish' }

/** `docs/lint-rules.md`, written from the reviewed data. */
export function rulesPage(): string {
  const families = Object.entries(RULES.families).map(([family, says]) => `- \`${family}\`: ${says}.`)
  const rules = RULES.rules.map(({ id, name, family, severity, why, cure }) =>
    [
      `## ${id}. ${capital(name)}`,
      '',
      `\`${family}\`, ${severity}. ${why} *${cure}*`,
      '',
      ...LANGS.map((lang) => examples(lang, id)),
    ].join('\n'),
  )
  const head = [
    '# The never-lead rules, one by one',
    '',
    'Written from `src/lint/reviewed/`; `npx vitest run test/lint/docs.test.ts -u` writes it anew. How they work together is in [lint.md](lint.md). All examples are invented, and a test runs every one.',
    '',
    ...families,
    '',
    `An *error* ${RULES.severities.error}. A *warning* ${RULES.severities.warning}.`,
  ]
  return `${[head.join('\n'), ...rules].join('\n\n')}\n`
}

function examples(lang: string, id: string): string {
  const { bad = [], good = [] } = languageFor(lang)?.patterns[id] ?? {}
  return `- ${LANGUAGE_NAMES[lang] ?? lang}: not ${bad.map(shown).join(', ')}, but ${good.map(shown).join(', ')}`
}

function shown(example: Example): string {
  if (typeof example === 'string') return `“${example.length > 90 ? `${example.slice(0, 90)}…` : example}”`
  if ('labels' in example) return example.labels.map((label) => `[${label}]`).join(' ')
  return `“${example.text}” in imagery`
}

function capital(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1)
}
