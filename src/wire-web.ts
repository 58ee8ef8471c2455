import {
  createWebChannel,
  digitsOf,
  type CountryNumbers,
  type Numbers,
  type PhoneNumber,
  type Visitor,
  type VoiceAsked,
  type WebChannel,
} from '../adapters/web/index.ts'
import type { Config } from './config.ts'
import { RowId, type ClinicId } from './core/ids.ts'
import type { Private } from './core/private.ts'
import type { Beside } from './ports/channel.ts'
import type { Log, World } from './ports/world.ts'
import { nameOfCountry } from './rails/country-names.ts'
import { crisisFacts, rowsOf } from './rails/crisis-directory.ts'
import { DIRECTORY, type DirectoryRow } from './rails/directory-rows.ts'
import type { OpenedStore } from './store/open-store.ts'

interface Given {
  readonly opened: OpenedStore
  readonly clinic: ClinicId
  readonly world: World
  readonly log: Log
  /** The clinic is the demo clinic. */
  readonly demo: boolean
  readonly beside: Beside
}

/** The client's page over this clinic's store, with the numbers of the crisis directory. */
export function webOf(config: Config, { opened, clinic, world, log, demo, beside }: Given): WebChannel {
  return createWebChannel({
    cookieKey: opened.cookieKey,
    publicUrl: config.publicUrl,
    demo,
    beside,
    pages: opened.pageLog(clinic),
    numbers: NUMBERS,
    numbersForAnybody: numbersOf('', false),
    numbersIn,
    soundAt: (address, asked) => soundAt(opened, clinic, address, asked),
    now: () => world.now(),
    visitorAt: (address) => visitorAt(opened, clinic, address),
    newId: () => world.newId(),
    log,
  })
}

const NUMBERS = DIRECTORY.rows
  .filter(({ way }) => way !== 'chat')
  .map(({ number, way }): PhoneNumber => ({ number, by: way === 'text' ? 'sms' : 'tel' }))

/** Short codes ring as they are written; what has an international form rings from anywhere. */
function numbersIn(country: string): CountryNumbers {
  const numbers = rowsOf(country).map(({ name, number, international, way, kind }) => ({
    kind,
    name: name === number ? null : name,
    number,
    href: /^[+\d]/.test(number) && way !== 'chat' ? hrefOf(international ?? number, way) : null,
  }))
  return { country: nameOfCountry(country), numbers, finder: DIRECTORY.finder.text }
}

function hrefOf(number: string, way: DirectoryRow['way']): string {
  const digits = digitsOf(number)
  if (way === 'whatsapp') return `https://wa.me/${digits.replace('+', '')}`
  return `${way === 'text' ? 'sms' : 'tel'}:${digits}`
}

async function soundAt(opened: OpenedStore, clinic: ClinicId, page: Private<string>, { id, name }: VoiceAsked) {
  const row = RowId.safeParse(id).data
  if (row === undefined) return null
  const sound = await opened.store.sound(clinic, { row, name, whole: true, page })
  return sound?.bytes ? { format: sound.format, bytes: sound.bytes } : null
}

async function visitorAt(opened: OpenedStore, clinic: ClinicId, address: Private<string>): Promise<Visitor> {
  const sender = await opened.store.sender(clinic, 'web', address)
  if (sender.kind === 'unknown') return { standing: 'nobody', numbers: numbersOf('', false) }
  if (sender.kind === 'clinician') return { standing: 'linked', numbers: numbersOf('', false) }
  const { plan, settings, state } = sender
  const standing = state === 'confirmed' ? 'linked' : state === 'pending' ? 'pending' : 'nobody'
  // To whom it may concern until a clinician said who they are: a plan is about a client (care C19).
  const isThem = standing === 'linked'
  const numbers = isThem ? crisisFacts(plan.country, plan.minor, settings.confirmedNumbers) : crisisFacts('', false)
  return { standing, numbers: shown(numbers) }
}

const numbersOf = (country: string, minor: boolean): Numbers => shown(crisisFacts(country, minor))

function shown(facts: ReturnType<typeof crisisFacts>): Numbers {
  return { emergency: facts.emergency, line: facts['crisis-line'], text: facts['crisis-text'] }
}
