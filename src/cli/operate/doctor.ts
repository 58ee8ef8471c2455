import type { ClinicId } from '../../core/ids.ts'
import type { ClinicSettings } from '../../core/plan.ts'
import { numbersOf, rowsToCheck } from '../../rails/directory-standing.ts'
import { bad, ok, warn, type Examination, type Finding } from './finding.ts'
import type { CommandDeps } from './verb.ts'

/** More waiting than this is a service that does not keep up. */
const MANY_WAITING = 100
/** An obligation is acted on within seconds of its time. */
const OVERDUE_MS = 2 * 60_000
const CLOCKS_APART_MS = 5_000

/** Looks at everything that can be wrong without anybody noticing. Changes nothing. */
export async function examine(deps: CommandDeps): Promise<Examination> {
  const clinic = deps.clinic()
  const settings = (await deps.people.clinics()).find(({ id }) => id === clinic)?.settings
  const findings = [
    ...(settings?.demo ? [demoBanner(deps)] : []),
    ...(await store(deps, clinic)),
    ...(await scripts(deps, clinic)),
    ...(settings ? await reachable(deps, clinic, settings) : []),
    ...(settings ? await directory(deps, clinic, settings) : []),
    ...(await duty(deps, clinic)),
  ]
  return { ok: findings.every(({ light }) => light !== 'bad'), findings }
}

function demoBanner({ facts }: CommandDeps): Finding {
  const says = 'This is the demo clinic. Nobody reads what is written here, and no clinician has signed its flows.'
  return facts.realChannels.length > 0
    ? bad('demo', says, `Real people can reach it by ${facts.realChannels.join(', ')}. Stop it and set up a clinic.`)
    : warn('demo', says, 'For real clients, set up a clinic with its own database, key and clinicians.')
}

async function store(deps: CommandDeps, clinic: ClinicId): Promise<Finding[]> {
  const { facts } = deps
  const health = await deps.people.health(clinic)
  const apart = Math.abs((await deps.store.time()).getTime() - deps.world.now().getTime())
  const name = health.kind === 'pglite' ? 'The embedded database' : 'PostgreSQL'
  return [
    health.durable
      ? ok('store', `${name} (${health.version}) keeps what it has confirmed.`)
      : bad('store', `${name} loses everything at the end.`, 'Start with a data folder or with DATABASE_URL.'),
    ...(health.kind === 'pglite' && facts.realChannels.length > 0
      ? [
          warn(
            'database',
            'Real people are reached, and the embedded database is not proven by power cut.',
            'Set DATABASE_URL to a PostgreSQL server before the first client.',
          ),
        ]
      : []),
    ...(facts.keyFrom === 'data folder'
      ? [
          warn(
            'key',
            'The key that opens the data lies beside the data.',
            'Set HOLDFAST_KEY before anybody real is added.',
          ),
        ]
      : []),
    ok('migrations', `${health.migrations} migrations ran, and none is missing.`),
    apart > CLOCKS_APART_MS
      ? warn(
          'clock',
          `This machine and the database disagree by ${Math.round(apart / 1000)} s.`,
          'Let both follow a time server.',
        )
      : ok('clock', 'This machine and the database agree on the time.'),
    health.auditIntact
      ? ok('audit', 'The audit is unbroken.')
      : bad('audit', 'The audit was changed afterwards.', 'Keep this database as it is and call whoever runs it.'),
    health.waitingCauses + health.waitingRows > MANY_WAITING
      ? warn(
          'waiting',
          `${health.waitingCauses} messages and ${health.waitingRows} lines wait.`,
          'See whether a server runs, and whether its channels answer.',
        )
      : ok('waiting', `${health.waitingCauses} messages and ${health.waitingRows} lines wait.`),
  ]
}

async function scripts({ library, people }: CommandDeps, clinic: ClinicId): Promise<Finding[]> {
  const signed = new Set((await people.signatures(clinic)).map(({ hash }) => hash))
  const all = await library.list()
  const unsigned = all.filter(({ hash }) => !signed.has(hash)).map(({ flow, lang }) => `${flow}/${lang}`)
  if (all.length === 0) return [bad('scripts', 'There is no flow.', 'Bring back the folder flows/.')]
  if (unsigned.length === 0) return [ok('scripts', `All ${all.length} scripts are signed.`)]
  return [
    bad(
      'scripts',
      `Not signed, so no client hears them: ${unsigned.join(', ')}.`,
      'A clinician reads them, then: holdfast sign FLOW --by NAME.',
    ),
  ]
}

async function reachable(deps: CommandDeps, clinic: ClinicId, settings: ClinicSettings): Promise<Finding[]> {
  const clinicians = await deps.people.clinicians(clinic)
  const chain = settings.chain.map((rung) => clinicians.find(({ id }) => id === rung.clinician))
  const unlinked = chain.filter((person) => !person || person.linked.length === 0)
  const names = unlinked.map((person) => person?.name ?? 'somebody who is gone').join(', ')
  return [
    chain.length === 0
      ? bad('chain', 'Nobody is told when a client is in danger.', 'holdfast clinician add --name NAME --on-call.')
      : ok('chain', `${chain.length} in the chain: ${chain.map((person) => person?.name ?? '(gone)').join(', ')}.`),
    ...(unlinked.length > 0
      ? [bad('links', `No channel reaches ${names}.`, 'They open their pairing link, made by holdfast clinician pair.')]
      : []),
    settings.cover.length === 0
      ? warn(
          'cover',
          'The clinic declared no hours in which a person is reachable.',
          'Declare them; until then clients read that nobody is covering.',
        )
      : ok('cover', `Hours are declared, in the zone ${settings.zone}.`),
  ]
}

/** The numbers of the countries that the clinic's clients live in. */
async function directory(deps: CommandDeps, clinic: ClinicId, settings: ClinicSettings): Promise<Finding[]> {
  const lived = await deps.duty.clientCountries(clinic)
  const asked = { today: deps.world.now(), confirmed: settings.confirmedNumbers, countries: lived }
  const [expired, unverified] = [rowsToCheck('expired', asked), rowsToCheck('unverified', asked)]
  return [
    expired.length > 0
      ? bad(
          'directory',
          `Crisis numbers past their date, shown to clients all the same: ${numbersOf(expired)}.`,
          'Ring or read each, then: holdfast directory confirm COUNTRY NUMBER --by NAME.',
        )
      : ok('directory', 'No crisis number of a client is past its date.'),
    ...(unverified.length > 0
      ? [
          warn(
            'numbers',
            `Crisis numbers of clients that nobody verified: ${numbersOf(unverified)}.`,
            'Ring or read each, then: holdfast directory confirm COUNTRY NUMBER --by NAME.',
          ),
        ]
      : []),
  ]
}

async function duty(deps: CommandDeps, clinic: ClinicId): Promise<Finding[]> {
  const now = (await deps.store.time()).getTime()
  const due = await deps.duty.dueEscalations(clinic)
  const overdue = due.filter(({ openedAt }) => now - openedAt.getTime() > OVERDUE_MS)
  if (overdue.length === 0) return [ok('escalations', 'Nothing that is owed is overdue.')]
  const names = overdue.map(({ pseudonym }) => pseudonym).join(', ')
  return [
    bad(
      'escalations',
      `Somebody must be told about ${names}, and was not.`,
      'Start the server; meanwhile call: holdfast flags.',
    ),
  ]
}
