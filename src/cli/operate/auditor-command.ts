import type { Command } from 'commander'
import { readConfig } from '../../config.ts'
import { auditorWords, type ShownFinding } from '../duty/auditor-verb.ts'
import { ask } from './ask.ts'
import { run } from './run.ts'

interface Options {
  readonly once?: boolean
  readonly json?: boolean
}

/** `holdfast auditor`: a second pair of eyes, in a process of its own where the database allows it. */
export function addAuditorCommand(program: Command): void {
  program
    .command('auditor')
    .description('says what should have happened and did not; looks once a minute until it is stopped')
    .option('--once', 'one look; exit code 1 if something is missing')
    .option('--json', 'print JSON for programs')
    .addHelpText(
      'after',
      '\nExample:\n  DATABASE_URL=postgresql://holdfast_watch@host/holdfast holdfast auditor\n  holdfast auditor --once --json',
    )
    .action((options: Options) => run(() => audited(options)))
}

async function audited({ once, json }: Options): Promise<number> {
  const config = readConfig()
  if (once && config.database.kind === 'embedded') {
    return shown((await ask('duty.auditor')) as ShownFinding[], json)
  }
  const { auditApart } = await import('../../wire-auditor.ts')
  const { createLog, wait, world } = await import('../../wire.ts')
  const apart = auditApart(config, { world, wait, log: createLog() })
  try {
    if (once) return shown(await apart.once(), json)
    const watching = apart.watch()
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
    })
    await watching.stop()
    return 0
  } finally {
    await apart.close()
  }
}

function shown(found: readonly ShownFinding[], json = false): number {
  console.log(json ? JSON.stringify(found, null, 2) : auditorWords(found))
  return found.length === 0 ? 0 : 1
}
