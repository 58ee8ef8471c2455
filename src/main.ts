import { shelfOver } from './cli/author/shelf.ts'
import { commandTable } from './cli/operate/commands.ts'
import { controlPath, openControl } from './cli/run/control.ts'
import { realChannelTokens, type Config } from './config.ts'
import { HoldfastError } from './core/errors.ts'
import { Lang, type ClinicId } from './core/ids.ts'
import { DEMO_ADDRESSES, seedDemo } from './demo.ts'
import { RAILS_FLOWS } from './script/engine/speak.ts'
import { openWeb } from './web.ts'
import { consoleOver } from './wire-console.ts'
import { assemble, commandDepsOver, createLog, openMachine, world, type Running } from './wire.ts'

/** Runs until SIGINT or SIGTERM; resolves with the exit code. `tell` prints for the person who started it. */
export async function start(config: Config, tell: (line: string) => void): Promise<number> {
  const log = createLog()
  for (const warning of config.warnings) tell(`Note: ${warning}`)
  const opened = await openMachine(config, (stage) => tell(`Database: ${stage} …`))
  try {
    const clinic = await theClinic(opened, config)
    const running = await assemble(opened, config, clinic, log)
    requireRails(running)
    const control = await openControl({
      path: controlPath(config.dataDir),
      commands: { ...commandsFor(opened, config, clinic, running), 'chat.open': openChat },
      terminal: running.hub,
    })
    const console = await consoleOver(opened, config, clinic, running)
    const web = await openWeb(config.port, [...running.webParts, console.part], log)
    running.worker.start()
    await running.listen()
    tell(await whatNext(opened, config, { clinic, port: web.port, console: console.address }))
    await toldToStop()
    tell('Stopping: what is under way is finished first.')
    await running.stop()
    await control.close()
    await web.close()
    return 0
  } finally {
    await opened.close()
  }
}

type Opened = Awaited<ReturnType<typeof openMachine>>

/** The clinic that this process serves. Without one, and without a real channel, the demo clinic is made, said to be one everywhere. */
async function theClinic(opened: Opened, config: Config): Promise<ClinicId> {
  const scripts = await shelfOver(opened).publish()
  const real = (await opened.people.clinics()).find(({ settings }) => !settings.demo)
  if (real) return real.id
  const channelTokens = realChannelTokens(config)
  if (channelTokens.length > 0) {
    throw new HoldfastError(
      'config.invalid',
      `${channelTokens.join(' and ')} would let real people reach the demo clinic. Make yours first: holdfast init --name "Our clinic" --zone Australia/Sydney`,
    )
  }
  return seedDemo({ people: opened.people, world, publish: async () => scripts, channelTokens })
}

/** Without its rails nothing may run: the answer to STOP is a script too. */
function requireRails({ library }: Running): void {
  const current = library.current(Lang.parse('en'))
  const missing = RAILS_FLOWS.filter((flow) => current[flow] === undefined)
  if (missing.length > 0) {
    throw new HoldfastError(
      'flow.not-signed',
      `No clinician has signed ${missing.join(', ')}. Read them, then: holdfast sign --all --by NAME.`,
    )
  }
}

/** The commands of the control socket; a new signature is served from the next practice on. */
function commandsFor(opened: Opened, config: Config, clinic: ClinicId, running: Running) {
  const table = commandTable(commandDepsOver(opened, config, () => clinic, running.telegram))
  const thenRefresh = (verb: (args: unknown) => Promise<unknown>) => async (args: unknown) => {
    const result = await verb(args)
    await running.library.refresh()
    return result
  }
  return { ...table, ...(table['people.sign'] && { 'people.sign': thenRefresh(table['people.sign']) }) }
}

/** Who sits at a terminal: the demo client, or whoever `--as` names. An address alone opens nothing: it must be paired. */
async function openChat(args: unknown): Promise<{ address: string; greeting?: string }> {
  const named =
    typeof args === 'object' && args !== null && 'as' in args && typeof args.as === 'string' ? args.as : null
  return { address: named ? `terminal:${named}` : DEMO_ADDRESSES.client }
}

interface Open {
  readonly clinic: ClinicId
  /** Null: the port could not be had. */
  readonly port: number | null
  /** Where clinicians sign in. */
  readonly console: string
}

async function whatNext(opened: Opened, config: Config, { clinic, port, console }: Open): Promise<string> {
  const here = `http://127.0.0.1:${port ?? config.port}`
  const settings = (await opened.people.clinics()).find(({ id }) => id === clinic)?.settings
  const demo = settings?.demo
    ? [
        'DEMO CLINIC. For trying out only: every script here is signed by "Demo clinician, not a person".',
        '',
        ...(port === null
          ? []
          : [`Try it in a browser: ${here}/demo is the client's page; the clinicians' console is below.`]),
        'Or each in another terminal in this folder:',
        "  npx holdfast chat                  the client's side",
        "  npx holdfast chat --as clinician   the therapist's side: notices arrive here",
        '  npx holdfast flags                 what a therapist must look at',
      ]
    : [`${settings?.name ?? 'The clinic'} is open. The clients' page: ${config.publicUrl ?? here}/`]
  return [
    '',
    'Holdfast is ready.',
    ...demo,
    '',
    `Clinicians' console: ${console}`,
    `Health: ${here}/health   Stop with Ctrl-C.`,
  ].join('\n')
}

function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
