import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { check } from '../../src/cli/author/check.ts'
import { checkFlows } from '../../src/script/check.ts'
import { GROUNDING, REHEARSAL, changed } from './sample.ts'

const BROKEN = changed(REHEARSAL, 'go: level', 'go: levle')

describe('the report', () => {
  test('has the keys of the machine contract and no others', () => {
    const report = checkFlows([
      { path: 'flows/rehearsal/flow.yaml', text: BROKEN },
      { path: 'flows/grounding/flow.yaml', text: GROUNDING },
    ])
    expect(report).toEqual({
      ok: false,
      files: [
        {
          file: 'flows/rehearsal/flow.yaml',
          flow: 'rehearsal',
          ok: false,
          states: 0,
          problems: [
            {
              rule: 'unknown-target',
              family: 'flow',
              severity: 'error',
              step: 'sight',
              line: 20,
              column: 9,
              text: '    go: levle',
              message: 'The step `sight` leads to `levle`, and there is no such step.',
              cure: 'Write `level`, or add a step `levle`.',
            },
          ],
        },
        { file: 'flows/grounding/flow.yaml', flow: 'grounding', ok: true, states: 4, problems: [] },
      ],
    })
  })

  test('is fine with a warning', () => {
    const text = changed(GROUNDING, 'say: Look', 'say:\n      - Where are you?\n      - What do you see? Look')
    const report = checkFlows([{ path: 'flows/grounding/flow.yaml', text }])
    expect(report.ok).toBe(true)
    expect(report.files[0]?.problems.map(({ severity, step }) => `${severity} ${step}`)).toEqual(['warning look'])
  })

  test('names the folder of a flow that cannot be read', () => {
    expect(checkFlows([{ path: 'flows/rehearsal/flow.yaml', text: 'a: [' }]).files[0]?.flow).toBe('rehearsal')
  })
})

describe('holdfast check', () => {
  let folder: string
  let printed: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'holdfast-check-'))
    printed = ''
    for (const to of ['log', 'error'] as const) {
      vi.spyOn(console, to).mockImplementation((line: string) => {
        printed += `${line}\n`
      })
    }
  })
  afterEach(() => {
    vi.restoreAllMocks()
    rmSync(folder, { recursive: true })
  })
  const write = (name: string, text: string) => {
    mkdirSync(join(folder, name), { recursive: true })
    writeFileSync(join(folder, name, 'flow.yaml'), text)
  }

  test('prints states and lines of sound flows and ends with 0', async () => {
    write('rehearsal', REHEARSAL)
    write('grounding', GROUNDING)
    expect(await check([folder], { json: false })).toBe(0)
    expect(printed).toMatch(/ok {6}.*grounding\/flow\.yaml {2}3 lines, 4 states/)
    expect(printed).toMatch(/2 files, 10 lines, \d+ states: 0 errors, 0 warnings\./)
  })

  test('prints the line with a caret and ends with 1', async () => {
    write('rehearsal', BROKEN)
    expect(await check([folder], { json: false })).toBe(1)
    expect(printed).toContain('  20 |     go: levle\n     |         ^\n')
    expect(printed).toContain('refused')
  })

  test('prints nothing but JSON when asked to', async () => {
    write('rehearsal', BROKEN)
    expect(await check([join(folder, 'rehearsal', 'flow.yaml')], { json: true })).toBe(1)
    expect(JSON.parse(printed)).toMatchObject({
      ok: false,
      files: [{ flow: 'rehearsal', problems: [{ rule: 'unknown-target' }] }],
    })
  })

  test('knows the flows that lie beside the one that it checks', async () => {
    write('rehearsal', changed(REHEARSAL, '    end: done\n', '    run: grounding\n    go: close\n'))
    write('grounding', GROUNDING)
    expect(await check([join(folder, 'rehearsal')], { json: false })).toBe(0)
  })

  test('refuses a path that does not exist, with a cure', async () => {
    expect(await check([join(folder, 'nowhere')], { json: false })).toBe(1)
    expect(printed).toMatch(/There is no .*nowhere\.\nCure: Give a flow file/)
  })

  test('refuses a folder without flows', async () => {
    expect(await check([folder], { json: false })).toBe(1)
    expect(printed).toContain('There is no .yaml file in')
  })
})
