import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CommandDeps } from '../../src/cli/operate/commands.ts'
import { scriptVerbs } from '../../src/cli/operate/script-verbs.ts'
import { shelfOver } from '../../src/cli/author/shelf.ts'
import { changed } from '../script/sample.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-signing-'))
  cpSync('flows', folder, { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

const kept = vi.fn<() => Promise<void>>(async () => {})
const signed = vi.fn<() => Promise<string>>(async () => 'signed')

/** What `holdfast sign --all` does, over this folder of flows. */
function sign() {
  const deps = {
    library: shelfOver({ people: { keepScript: kept } }, folder),
    people: { sign: signed, clinicians: async () => [{ id: 'c1', name: 'Robin Reed' }] },
    clinic: () => 'clinic',
  } as unknown as CommandDeps
  return scriptVerbs(deps)['people.sign']?.({ scripts: [], all: true, by: 'Robin Reed' })
}

function write(flow: string, from: string, to: string) {
  const path = join(folder, flow, 'flow.yaml')
  writeFileSync(path, changed(readFileSync(path, 'utf8'), from, to))
}

test('a clinician can sign the flows as they are', async () => {
  await sign()
  expect(signed.mock.calls.length).toBeGreaterThan(10)
})

test.each([
  ['a leading line', 'Look slowly around you, with eyes open.', 'You felt it, did you not?'],
  ['a warning that nobody has waived', 'Look slowly around you, with eyes open.', 'This is not your fault.'],
])('a script with %s cannot be signed, and no other of its set', async (_what, from, to) => {
  write('grounding', from, to)
  await expect(sign()).rejects.toThrow(/flows\/grounding\/flow\.yaml did not pass/)
  expect(kept).not.toHaveBeenCalled()
  expect(signed).not.toHaveBeenCalled()
})

test('nor is one signed whose waiver has lost its line', async () => {
  write('crisis', 'You did nothing wrong by telling me. We stop the exercise here.', 'We stop the exercise here.')
  await expect(sign()).rejects.toThrow(/flows\/crisis\/flow\.yaml did not pass/)
})

test('waivers that cannot be read stop it, with the place', async () => {
  writeFileSync(join(folder, 'waivers.json'), '{"waivers": [{"flow": "crisis"}]}')
  await expect(sign()).rejects.toThrow(/waivers\.json cannot be read: .*waivers\.0\.line/)
})
