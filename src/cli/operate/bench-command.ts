import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { HoldfastError } from '../../core/errors.ts'
import { run } from './run.ts'

/** Beside the program, not in it: what it compares with is nobody's need in production. */
const BENCH = fileURLToPath(new URL('../../../bench/bench.ts', import.meta.url))

/** `holdfast bench`: figures with their unit, each beside a reference of the same run. */
export function addBenchCommand(program: Command): void {
  program
    .command('bench')
    .description('how fast it is on this machine, each figure beside a reference of the same run')
    .option('--quick', 'within 50 seconds')
    .option('--json', 'print JSON for programs')
    .addHelpText('after', '\nExample:\n  npm ci --prefix bench && holdfast bench --quick')
    .action(({ quick, json }: { quick?: boolean; json?: boolean }) =>
      run(async () => {
        if (!existsSync(BENCH)) {
          throw new HoldfastError(
            'config.invalid',
            'The folder bench/ is not here. Take the whole repository, then: npm ci --prefix bench',
          )
        }
        const flags = [...(quick ? ['--quick'] : []), ...(json ? ['--json'] : [])]
        const measured = spawn(process.execPath, [BENCH, ...flags], { stdio: 'inherit' })
        const [code] = (await once(measured, 'exit')) as [number | null]
        return code ?? 1
      }),
    )
}
