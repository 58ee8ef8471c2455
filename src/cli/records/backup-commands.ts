import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { readConfig } from '../../config.ts'
import { codeOf, notWritten } from '../../core/errors.ts'
import { ask, runningServer, withOwnStore } from '../operate/ask.ts'
import { run } from '../operate/run.ts'
import { refused } from '../operate/verb.ts'
import { destroyOld, keyOfDay, keyThatWas } from './backup-keys.ts'

const Copy = z.strictObject({ holdfast: z.literal('keys'), day: z.iso.date(), sealed: z.base64() })

/** Copies of the data, and apart from them copies of the keys. */
export function addBackupCommands(program: Command): void {
  program
    .command('backup')
    .description('copies all data, without the keys, into a file; or with --keys the keys, without the data')
    .requiredOption('--to <file>', 'where to; a file that is there already is not overwritten')
    .option('--keys', 'the key ring and the erasure ledger instead, sealed under the backup key of today')
    .option('--backup-keys <folder>', 'where backup keys lie: another disk than the copies, in no backup')
    .addHelpText(
      'after',
      `
While a server runs on the embedded database, nobody is answered for the second or two that it takes.
Backup keys of more than 30 days are destroyed by every run, and with them every copy of the keys of that time.

Examples:
  holdfast backup --to /backup/data-$(date +%F).gz
  holdfast backup --keys --to /backup/keys-$(date +%F).json --backup-keys /other-disk/backup-keys`,
    )
    .action(({ to, keys, backupKeys }: { to: string; keys?: boolean; backupKeys?: string }) =>
      run(() => (keys === true ? copyKeys(to, backupKeys) : copyData(to))),
    )
  program
    .command('restore <file>')
    .description('fills an empty database from a backup; with --keys puts the keys back, which goes first')
    .option('--keys', 'the file is a copy of the keys')
    .option('--backup-keys <folder>', 'where backup keys lie')
    .addHelpText(
      'after',
      `
Where the keys of today are still there (key-ring.json and erasures.jsonl, or the schema holdfast_keys), keep them and
restore the data alone: whoever was erased since stays erased.

Examples:
  holdfast restore --keys /backup/keys-2026-11-28.json --backup-keys /other-disk/backup-keys
  holdfast restore /backup/data-2026-11-28.gz`,
    )
    .action((file: string, { keys, backupKeys }: { keys?: boolean; backupKeys?: string }) =>
      run(() => (keys === true ? restoreKeys(file, backupKeys) : restoreData(file))),
    )
}

async function copyData(to: string): Promise<number> {
  const { rows } = (await askOrOpen('backup.take', { path: resolve(to) })) as { rows: number }
  console.log(`${rows} rows are in ${to}. The keys are not in it: copy them apart with --keys.`)
  return 0
}

/** The owner's login may be known here and not to a running server; the embedded database has only the server. */
async function askOrOpen(command: string, args: Record<string, unknown>): Promise<unknown> {
  if (readConfig().database.kind === 'embedded') return ask(command, args)
  return withOwnStore(({ backups, store }) => store.time().then((now) => backups.take(String(args['path']), now)))
}

async function copyKeys(to: string, folder: string | undefined): Promise<number> {
  const where = named(folder)
  if (dirname(resolve(to)) === where)
    throw refused('The copy would lie beside its own key.', 'Choose another folder for --to or --backup-keys.')
  const { now: text } = (await ask('keys.now')) as { now: string }
  const now = new Date(text)
  const { day, key } = keyOfDay(where, now)
  const { sealed } = (await ask('keys.copy', { under: key.toString('base64') })) as { sealed: string }
  try {
    writeFileSync(to, `${JSON.stringify({ holdfast: 'keys', day, sealed })}\n`, {
      flag: 'wx',
      mode: 0o600,
      flush: true,
    })
  } catch (error) {
    throw notWritten(to, error)
  }
  const destroyed = destroyOld(where, now)
  console.log(`The keys are in ${to}, under the backup key of ${day}.`)
  if (destroyed.length > 0) console.log(`Destroyed the backup keys of ${destroyed.join(', ')}.`)
  return 0
}

async function restoreData(file: string): Promise<number> {
  await refuseBesideServer()
  const { rows, takenAt } = await withOwnStore(({ backups }) => backups.restore(resolve(file)))
  await withOwnStore(() => Promise.resolve()) // opening it erases whoever stands in the ledger
  console.log(`${rows} rows of ${takenAt.toISOString()} are back.`)
  console.log('Whoever was erased since then was erased again. Next: holdfast doctor, then holdfast start.')
  return 0
}

async function restoreKeys(file: string, folder: string | undefined): Promise<number> {
  await refuseBesideServer()
  const copy = copyIn(file)
  const under = keyThatWas(named(folder), copy.day)
  const { keys, erased } = await withOwnStore((deps) => deps.keys.putBack(copy.sealed, under))
  console.log(`${keys} keys are back.${erased > 0 ? ` ${erased} are not, because their clients were erased.` : ''}`)
  return 0
}

function copyIn(file: string): z.infer<typeof Copy> {
  try {
    return Copy.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const why = codeOf(error) === 'Error:ENOENT' ? 'is not there' : 'is no copy of the keys'
    throw refused(`${file} ${why}.`, 'Name a file that holdfast backup --keys made.')
  }
}

function named(folder: string | undefined): string {
  if (folder !== undefined) return resolve(folder)
  throw refused(
    'It is not said where backup keys lie.',
    'Give --backup-keys with a folder on another disk than the copies.',
  )
}

async function refuseBesideServer(): Promise<void> {
  const server = await runningServer(readConfig())
  if (!server) return
  server.close()
  throw refused('A server runs on this data folder.', 'End it first; it would go on with what it knows.')
}
