import { readConfig, type Config } from '../../config.ts'
import { HoldfastError } from '../../core/errors.ts'
import { connectControl } from '../run/control-client.ts'
import { controlPath } from '../run/control-wire.ts'
import { commandTable, type CommandDeps } from './commands.ts'

/** Asks the running server, or opens the store itself when none runs: the embedded database admits one process. */
export async function ask(command: string, args: Record<string, unknown> = {}): Promise<unknown> {
  const config = readConfig()
  const server = await runningServer(config)
  if (!server) return askOwnStore(config, command, args)
  try {
    return await server.request(command, args)
  } finally {
    server.close()
  }
}

/** A connection to the server that runs on this data folder, or null. */
export async function runningServer({ dataDir }: Pick<Config, 'dataDir'>) {
  try {
    return await connectControl(controlPath(dataDir))
  } catch (error) {
    if (error instanceof HoldfastError && error.code === 'control.unreachable') return null
    throw error
  }
}

/** The store of this machine, opened for one piece of work, where no server has it. */
export async function withOwnStore<T>(work: (deps: CommandDeps) => Promise<T>, config = readConfig()): Promise<T> {
  const { openForCommands } = await import('../../wire.ts')
  const { deps, close } = await openForCommands(config)
  try {
    return await work(deps)
  } finally {
    await close()
  }
}

function askOwnStore(config: Config, command: string, args: Record<string, unknown>): Promise<unknown> {
  return withOwnStore(async (deps) => {
    const run = commandTable(deps)[command]
    if (!run) throw new HoldfastError('command.unknown', `There is no command ${command}.`)
    // As over the socket, so that a command prints the same either way.
    return JSON.parse(JSON.stringify((await run(args)) ?? null)) as unknown
  }, config)
}
