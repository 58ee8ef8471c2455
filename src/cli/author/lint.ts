import { createReadStream, existsSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { z } from 'zod'
import { lintFiles } from '../../lint/examine.ts'
import { isLeading, lintLine } from '../../lint/lint-line.ts'
import { measure } from '../../lint/measure.ts'
import type { Figure, JudgedText } from '../../lint/measure.ts'
import { jsonLines } from './json-lines.ts'
import { reportOn } from './report.ts'

const Line = z.object({ id: z.union([z.string(), z.number()]), text: z.string(), lang: z.string().default('en') })
const Judged = z.object({
  text: z.string(),
  lang: z.string().default('en'),
  label: z.string(),
  category: z.string().default('none'),
})

/**
 * `holdfast lint`: the never-lead rules alone, over flow files.
 * @returns the exit code: 0 if nothing refuses any line, else 1.
 */
export async function lint(paths: string[], { json }: { json: boolean }): Promise<number> {
  return reportOn(paths, { command: 'lint', json }, ({ files, beside }) => lintFiles(files, beside))
}

/** `holdfast lint --jsonl`: one verdict a line (design 11). Where a line stands is unknown, so imagery is told by its form. */
export async function lintLines(input: Readable, output: Writable, complain: (sentence: string) => void) {
  let wrong = 0
  for await (const read of jsonLines(input, Line)) {
    if ('number' in read) {
      wrong += 1
      complain(`Line ${read.number} is none: write {"id": "1", "text": "…"}.`)
      continue
    }
    const { id, text, lang } = read.line
    const found = lintLine({ text, lang, setting: { imagery: 'unknown', role: 'say' } })
    const problems = found.map(({ rule, family, severity, message }) => ({ rule, family, severity, message }))
    output.write(`${JSON.stringify({ id, leading: isLeading({ text, lang }, found), problems })}\n`)
  }
  return wrong === 0 ? 0 : 1
}

/** `holdfast lint --measure FILE`: figures on judged texts, and never the texts. */
export async function measureFile(path: string, { json }: { json: boolean }): Promise<number> {
  if (!existsSync(path)) {
    console.error(`There is no ${path}.\nCure: give a file of lines {"text", "label", "category"?, "lang"?}.`)
    return 1
  }
  const texts: JudgedText[] = []
  for await (const read of jsonLines(createReadStream(path), Judged)) {
    if ('number' in read) {
      console.error(`Line ${read.number} of ${path} is none.\nCure: write {"text": "…", "label": "leading"}.`)
      return 1
    }
    texts.push(read.line)
  }
  const figures = measure(texts)
  console.log(json ? JSON.stringify(figures, null, 2) : figures.map(inWords).join('\n'))
  return 0
}

function inWords({ group, called, of, from, to }: Figure): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`
  return `${group.padEnd(52)} ${`${called} of ${of}`.padStart(11)}  ${percent(called / of).padStart(6)}  (${percent(from)} to ${percent(to)})`
}
