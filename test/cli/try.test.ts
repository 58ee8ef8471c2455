import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { play } from '../../src/cli/try/played.ts'
import { tryFlows } from '../../src/cli/try/try-flows.ts'
import { readTranscript } from '../../src/script/transcript/read.ts'
import { writeTranscript } from '../../src/script/transcript/write.ts'
import { signedEngine } from '../support/flows.ts'

const GIVEN = ['place: the pier', 'cue-word: calm']
const folder = mkdtempSync(join(tmpdir(), 'holdfast-try-'))

async function says(lines: readonly string[], { given = GIVEN, paths = [] as string[] } = {}) {
  const output = new PassThrough()
  const input = Readable.from(lines.map((line) => `${line}\n`))
  const code = await tryFlows({ paths, given, input, output, isTTY: false })
  output.end()
  return { code, shown: await text(output) }
}

test('numbers, labels and words answer as in a chat, and a number at a scale is a rating', async () => {
  const { code, shown } = await says(['hi', '2', 'yes, ready', '9'])
  expect(code).toBe(0)
  expect(shown).toContain('(at menu/place > practice/gate)')
  expect(shown).toMatch(/\(flag red rating-9\)/)
  expect(shown).toMatch(/You did nothing wrong by telling me/)
})

test('time passes when the author says so, and timers that fall due are heard', async () => {
  const { shown } = await says(['hi', 'My place', 'Yes, ready', '/wait 10m'])
  expect(shown).toContain('(timer silence-close is heard)')
  expect(shown).toContain('(at came-back/offer)')
})

test('the last thing said is taken back, and the conversation stands where it stood', async () => {
  const { shown } = await says(['/back', 'hi', 'My place', '/back'])
  const [first = '', last = ''] = [shown.split('> hi')[1]?.split('> My place')[0], shown.split('(Taken back.)')[1]]
  expect(shown).toContain('Nothing was said yet')
  expect(last.trim()).toBe(first.trim())
})

test('what is kept is a transcript: played again, it is the same text', async () => {
  const file = join(folder, 'kept.txt')
  await says(['hi', '2', '1', '3', '8', '/late yes', `/save ${file} A late answer is none.`])
  const kept = readFileSync(file, 'utf8')
  const transcript = readTranscript(kept, file)
  const { engine } = await signedEngine()
  const answers = play(engine, transcript, file).map((one) => one.answers)
  expect(transcript.title).toEqual(['# A late answer is none.'])
  expect(writeTranscript(transcript, answers)).toBe(kept)
})

test('nothing is written over, and what cannot be done is said with its cure', async () => {
  const file = join(folder, 'there.txt')
  writeFileSync(file, 'mine')
  const { shown } = await says([
    `/save ${file} Something.`,
    '/save',
    '/wait long',
    '/flub',
    '/event rain',
    '/save /no/x A.',
  ])
  expect(readFileSync(file, 'utf8')).toBe('mine')
  for (const cure of ['Take another name', 'say what it shows', '`3m`', '/help', 'outage', 'Take another place'])
    expect(shown.replace(/\n/g, ' ')).toContain(cure)
  expect(existsSync('/no/x')).toBe(false)
})

test('a flow of one’s own stands in for the project’s, and one that does not pass is refused', async () => {
  const flow = readFileSync('flows/help/flow.yaml', 'utf8')
  const write = (name: string, said: string) => {
    const own = join(folder, name, 'help')
    mkdirSync(own, { recursive: true })
    writeFileSync(join(own, 'flow.yaml'), said)
    return own
  }
  const fine = write('fine', flow.replace('What would you like now?', 'Which of these is it?'))
  expect((await says(['HELP'], { paths: [fine] })).shown).toContain('Which of these is it?')
  const broken = write('broken', flow.replace('settle: settle', 'settle: nowhere'))
  await expect(says(['HELP'], { paths: [broken] })).rejects.toThrow('holdfast check')
  await expect(says(['hi'], { paths: ['no/such/folder'] })).rejects.toThrow('no/such/folder')
  await expect(says(['hi'], { given: ['weather: rain'] })).rejects.toThrow('cannot be given')
})
