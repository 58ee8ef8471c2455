import { shelfOver } from './cli/author/shelf.ts'
import { randomBytes } from 'node:crypto'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { commandTable } from './cli/operate/commands.ts'
import type { Config } from './config.ts'
import { createConsole } from './console/http/app.ts'
import type { ConsoleDeps } from './console/http/visit.ts'
import { HoldfastError } from './core/errors.ts'
import { Lang, type ClinicId } from './core/ids.ts'
import { DEMO_CLINICIAN } from './demo.ts'
import { verdictOf } from './keepsake-verdict.ts'
import { adviceOn } from './lint/lint-line.ts'
import { settingsIn } from './wire-duty.ts'
import type { OpenedStore } from './store/open-store.ts'
import type { WebPart } from './web.ts'
import { commandDepsOver, world, type Running } from './wire.ts'

/** The console of a node, and the address that is printed at the start: of a demo clinic, one that signs in. */
export async function consoleOver(
  opened: OpenedStore,
  config: Config,
  clinic: ClinicId,
  running: Pick<Running, 'bell' | 'library' | 'telegram'>,
): Promise<{ part: WebPart; address: string }> {
  const demo = await demoOf(opened, clinic)
  const commands = commandDepsOver(opened, config, () => clinic, running.telegram)
  // Proven and linted once: a flow that is changed on disk serves from the next start.
  const shelf = shelfOver(opened).list()
  const deps: ConsoleDeps = {
    clinic,
    settings: () => settingsOf(opened, clinic),
    access: opened.access,
    duty: opened.duty,
    peopleAs: (clinician) => opened.peopleAs(clinician),
    consoleAs: (clinician) => opened.consoleAs(clinician),
    careAs: (clinician) => opened.careAs(clinician),
    adaptationsAs: (clinician) => opened.adaptationsAs(clinician),
    commandsAs: (clinician) =>
      commandTable({
        ...commands,
        people: opened.peopleAs(clinician),
        care: opened.careAs(clinician),
        records: opened.recordsAs(clinician),
      }),
    shelf: () => shelf,
    refresh: () => running.library.refresh(),
    advise,
    verdict: (words, lang) => verdictOf(words, Lang.parse(lang)),
    world,
    randomBytes,
    onChange: running.bell.listen,
    changed: running.bell.ring,
    publicUrl: config.publicUrl,
    demo,
  }
  return {
    part: { path: '/console', app: createConsole(deps, addressOf) },
    address: demo ? `http://127.0.0.1:${config.port}/console/demo?key=${demo.key}` : commands.links.consoleUrl,
  }
}

/** A key that lives as long as this process; null in a clinic of real people. */
async function demoOf(opened: OpenedStore, clinic: ClinicId): Promise<ConsoleDeps['demo']> {
  const { demo } = await settingsOf(opened, clinic)
  const clinician = (await opened.people.clinicians(clinic)).find(({ name }) => name === DEMO_CLINICIAN)?.id
  return demo && clinician ? { key: randomBytes(24).toString('base64url'), clinician } : null
}

/** Advice to the author of a message (care C25): why it may lead, in the linter's words. */
function advise(text: string, lang: string): string[] {
  return [...new Set(adviceOn(text, lang).map(({ message }) => message))]
}

async function settingsOf(opened: OpenedStore, clinic: ClinicId) {
  const found = await settingsIn(opened)(clinic)
  if (found) return found
  throw new HoldfastError('store.conflict', 'The clinic of this server is not in its database any more.')
}

/** The server listens on this machine only, so whoever stands before it is its own proxy, which names the caller last. */
function addressOf(context: Context): string {
  const forwarded = context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
  return forwarded ?? getConnInfo(context).remote.address ?? 'unknown'
}
