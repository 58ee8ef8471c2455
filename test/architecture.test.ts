import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { dirname, posix } from 'node:path'
import { describe, expect, test } from 'vitest'

/*
 * What the tree promises (design 3), checked on every run. An exception stands here with its reason, or it is none.
 */

const LINES = 300
const FILES_IN_FOLDER = 16

/** Folder → what it may import beside its own files: folders of `src`, packages, `node:*`. The longest name that fits a file counts. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/core': ['zod'],
  'src/rails': ['src/core', 'zod'],
  // rails: what a client may read of numbers, and what a rating means
  // ical.js: a therapist's calendar is read by a library that knows its dialects
  'src/care': ['src/core', 'src/rails', 'ical.js', 'zod'],
  // ports: it implements Engine
  'src/script': ['src/core', 'src/rails', 'src/ports', 'xstate', 'yaml', 'zod', 'node:crypto'],
  'src/lint': ['src/core', 'src/script', 'zod'],
  'src/ports': ['src/core'],
  // node:crypto: a pairing code is looked up by its hash
  'src/turn': ['src/core', 'src/rails', 'src/care', 'src/ports', 'node:crypto', 'zod'],
  'src/escalation': ['src/core', 'src/rails', 'src/care', 'src/ports', 'zod'],
  // What looks over the others' shoulder shares nothing with them: not src/turn, not the rest of src/escalation, and of
  // src/care the calendar and the reviewed numbers, not what chooses the next person.
  'src/escalation/auditor': [
    'src/core',
    'src/rails/reviewed.ts',
    'src/care/cover.ts',
    'src/care/absence.ts',
    'src/care/levels.ts',
    'src/ports',
    'zod',
  ],
  'src/store': [
    'src/core',
    'src/rails',
    'src/care',
    'src/ports',
    'kysely',
    'pg',
    '@electric-sql/pglite',
    'zod',
    'node:',
  ],
  'src/console': [
    'src/core',
    'src/rails',
    'src/care',
    'src/script',
    // a clinician's edit passes the same gate as a flow file
    'src/lint',
    'src/ports',
    'hono',
    'htmx.org',
    '@node-rs/argon2',
    'otpauth',
    'zod',
    'node:',
  ],
  'src/cli': [
    'src/core',
    'src/rails',
    'src/care',
    'src/script',
    'src/lint',
    'src/ports',
    'src/config.ts',
    // what a reminder may say of a client's own words
    'src/keepsake-verdict.ts',
    // what the risk screen makes of a text's meaning
    'src/meaning.ts',
    // the words of a test notice are those of notices
    'src/escalation/notice-text.ts',
    'src/escalation/notice-rows.ts',
    'src/escalation/auditor',
    'commander',
    // a safety plan is handed in as a file
    'yaml',
    'zod',
    'node:',
  ],
  // what a turn computes, without a store: a rehearsal and a client meet the same words
  'src/cli/try': [
    'src/keepsake-verdict.ts',
    'src/cli',
    'src/core',
    'src/rails',
    'src/care',
    'src/script',
    'src/ports',
    'src/turn',
    'node:',
  ],
  'adapters/telegram': ['src/core', 'src/ports', 'grammy', 'node:'],
  'adapters/terminal': ['src/core', 'src/ports', 'node:'],
  'adapters/slack': ['src/core', 'src/ports', '@slack/', 'node:'],
  'adapters/mail': ['src/core', 'src/ports', 'nodemailer', 'node:'],
  'adapters/webhook': ['src/core', 'src/ports', 'zod', 'node:'],
  'adapters/web': ['src/core', 'src/ports', 'botkit', 'botbuilder-core', 'ws', 'node:'],
}

/** These tie everything together, so they may import everything. */
const MAY_IMPORT_ALL = [
  'src/main.ts',
  'src/web.ts',
  'src/wire.ts',
  'src/wire-channels.ts',
  'src/wire-slack.ts',
  'src/wire-web.ts',
  'src/wire-duty.ts',
  'src/wire-auditor.ts',
  'src/config.ts',
  'src/config-variables.ts',
  'src/demo.ts',
  'src/keepsake-verdict.ts',
  'src/meaning.ts',
  'src/meaning-thread.ts',
  'src/wire-console.ts',
]

/** Single imports past the rule: `file → imported`, each with its reason. */
const IMPORT_EXCEPTIONS: Readonly<Record<string, string>> = {
  'src/cli/operate/ask.ts → src/wire.ts': 'a command beside no server opens the store itself, and wire knows how',
  'src/cli/operate/auditor-command.ts → src/wire.ts': 'its process has the clock and log of this machine',
  'src/cli/operate/auditor-command.ts → src/wire-auditor.ts': 'it is a process of its own',
  'src/cli/operate/operate-commands.ts → src/wire.ts': 'migrating is opening the store, and wire knows how',
  'src/cli/operate/operate-commands.ts → src/main.ts': 'start is a command',
}

/** Where the environment, the clock and chance come in. */
const AMBIENT: readonly { readonly what: RegExp; readonly only: Readonly<Record<string, string>> }[] = [
  {
    what: /\bprocess\.env\b/,
    only: {
      'src/config.ts': 'the one reader of the environment',
      'src/cli/operate/operate-commands.ts': 'hands the environment to readConfig',
    },
  },
  {
    what: /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomUUID\(|\bTemporal\.Now\b|\bperformance\.now\(/,
    only: {
      'src/wire.ts': 'fills World with the clock and chance of this machine',
      'src/cli/operate/operate-commands.ts': 'names what a terminal says: this process has no World, the server has',
    },
  },
]

/** Functions that make something precious, and the only file that may call them. */
const MADE_ONLY_IN: readonly { readonly name: string; readonly home: string; readonly only: readonly string[] }[] = [
  { name: 'lineOfSignedScript', home: 'src/core/line.ts', only: ['src/script/library.ts'] },
  { name: 'fromOutbox', home: 'src/core/render.ts', only: ['src/turn/deliver.ts'] },
  {
    name: 'fromClinician',
    home: 'src/core/from-clinician.ts',
    only: [
      'src/cli/care/handover-verbs.ts',
      'src/console/conversation/spoken.ts',
      'src/console/conversation/write.ts',
      'src/store/conversation/page-log.ts',
      'src/turn/deliver.ts',
    ],
  },
]

const NAMELESS = /^(utils?|helpers?|commons?|misc|shared|types)(\.ts)?$/

const sources = globSync(['src/**/*.{ts,mjs}', 'adapters/**/*.ts']).map(slashes).sort()
const texts = new Map(sources.map((file) => [file, readFileSync(file, 'utf8')]))

describe('import direction', () => {
  test.each(Object.keys(MAY_IMPORT))('%s imports only what it may', (folder) => {
    expect(sources.filter((file) => folderOf(file) === folder).flatMap((file) => strayImports(file, folder))).toEqual(
      [],
    )
  })

  test('every source file lies in a folder that has a rule', () => {
    const homeless = sources.filter((file) => folderOf(file) === undefined && !MAY_IMPORT_ALL.includes(file))
    expect(homeless).toEqual([])
  })

  test('no exception outlives its reason', () => {
    const imports = sources.flatMap((file) => importsOf(file).map((imported) => `${file} → ${imported}`))
    expect(Object.keys(IMPORT_EXCEPTIONS).filter((exception) => !imports.includes(exception))).toEqual([])
  })
})

describe('what comes from outside', () => {
  test.each(AMBIENT)('$what only where it is handed in', ({ what, only }) => {
    const found = sources.filter((file) => what.test(withoutComments(texts.get(file) ?? '')))
    expect(found).toEqual(Object.keys(only).sort())
  })

  test.each(MADE_ONLY_IN)('$name only in $only', ({ name, home, only }) => {
    const named = new RegExp(`\\b${name}\\b`)
    const found = sources.filter((file) => file !== home && named.test(withoutComments(texts.get(file) ?? '')))
    expect(found).toEqual(only)
    expect(texts.get(home)).toMatch(new RegExp(`export function ${name}\\b`))
  })
})

describe('sizes and names', () => {
  test(`no file is longer than ${LINES} lines`, () => {
    const long = [...sources, ...testFiles()].filter(
      (file) => readFileSync(file, 'utf8').split('\n').length > LINES + 1,
    )
    // A table of laws and their counterexamples, read from top to bottom like a list.
    expect(long.filter((file) => file !== 'test/script/laws.test.ts')).toEqual([])
  })

  test(`no folder holds more than ${FILES_IN_FOLDER} files`, () => {
    const counts = new Map<string, number>()
    for (const file of [...sources, ...testFiles()]) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1)
    expect([...counts].filter(([, count]) => count > FILES_IN_FOLDER)).toEqual([])
  })

  test('every name says what is inside', () => {
    expect(sources.filter((file) => file.split('/').some((part) => NAMELESS.test(part)))).toEqual([])
  })

  const entry = 'src/cli/holdfast.mjs'
  test.skipIf(process.platform === 'win32')('the entry is executable, or npx could not run it', () => {
    expect(statSync(entry).mode & 0o111).toBe(0o111)
  })

  // An unpacked archive has no git.
  test.skipIf(!existsSync('.git'))('the entry is executable in git, where that is easily lost', () => {
    expect(execFileSync('git', ['ls-files', '-s', entry], { encoding: 'utf8' })).toMatch(/^100755 /)
  })
})

function strayImports(file: string, folder: string): string[] {
  const allowed = MAY_IMPORT[folder] ?? []
  return importsOf(file)
    .filter((imported) => !isWithin(imported, folder) && !allowed.some((name) => isWithin(imported, name)))
    .map((imported) => `${file} → ${imported}`)
    .filter((stray) => !(stray in IMPORT_EXCEPTIONS))
}

/** What a file imports, however it does: files of ours by their path from the top, packages and built-ins by name. */
function importsOf(file: string): string[] {
  const text = withoutComments(texts.get(file) ?? '')
  const named = [...text.matchAll(/(?<=[}*\w]\s)from\s+'([^'\n]+)'|\bimport\s*\(?\s*'([^'\n]+)'/g)].map(
    ([, from, only]) => from ?? only ?? '',
  )
  return [...new Set(named.map((name) => (name.startsWith('.') ? posix.join(dirname(file), name) : aliased(name))))]
}

function aliased(name: string): string {
  if (name.startsWith('#adapters/') || name.startsWith('#flows/')) return name.slice(1)
  return name.startsWith('#') ? `src/${name.slice(1)}` : name
}

function isWithin(imported: string, name: string): boolean {
  return imported === name || imported.startsWith(/[:/]$/.test(name) ? name : `${name}/`)
}

function folderOf(file: string): string | undefined {
  const fitting = Object.keys(MAY_IMPORT).filter((folder) => file.startsWith(`${folder}/`))
  return fitting.toSorted((one, other) => other.length - one.length)[0]
}

function testFiles(): string[] {
  return globSync('test/**/*.ts').map(slashes)
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/')
}
