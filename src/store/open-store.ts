import { join } from 'node:path'
import type { ClinicianId, ClinicId } from '../core/ids.ts'
import type { AdaptationStore } from '../ports/console.ts'
import type { AccessStore } from '../ports/access.ts'
import type { AuditorStore } from '../ports/auditor.ts'
import type { CareStore } from '../ports/care.ts'
import type { ConsoleStore } from '../ports/console.ts'
import type { DutyStore } from '../ports/duty.ts'
import type { KeyRing, KeyUpkeep } from '../ports/key-ring.ts'
import type { PageLog } from '../ports/page-log.ts'
import type { Backups, PeopleStore, RecordsStore } from '../ports/people.ts'
import type { Store } from '../ports/store.ts'
import { backupsOver } from './backup/backups.ts'
import { blindIndex } from './sealing/blind-index.ts'
import { createAuditorStore } from './auditor/auditor.ts'
import { createAccessStore } from './access/access.ts'
import { createCareStore } from './care/care.ts'
import { createConsoleStore } from './console/console.ts'
import { createPageLog } from './conversation/page-log.ts'
import { createStore } from './conversation/store.ts'
import type { Database } from './database.ts'
import { openEmbedded, type Progress } from './embedded/embedded.ts'
import { createDutyStore } from './escalation/duty.ts'
import { databaseShelf } from './sealing/key-ring-database.ts'
import { fileShelf } from './sealing/key-ring-file.ts'
import { keyRingOver } from './sealing/key-ring.ts'
import { keyUpkeepOver } from './sealing/key-upkeep.ts'
import { proveMasterKey, type MasterKeys } from './sealing/master-keys.ts'
import { createAdaptationStore } from './adaptations/adaptations.ts'
import { createPeopleStore } from './people/people.ts'
import { createRecordsStore } from './records/records.ts'
import { openPostgres, type PostgresOptions } from './postgres/postgres.ts'
import type { Waker } from './wake.ts'

/** The keys of 32 bytes each, under which every other key is wrapped. */
export interface StoreOptions extends MasterKeys {
  readonly database:
    | { readonly kind: 'embedded'; readonly folder: string; readonly progress?: Progress }
    | { readonly kind: 'memory'; readonly snapshot?: Blob }
    | ({ readonly kind: 'postgresql' } & PostgresOptions)
  /** Allow tests to move the store's clock. */
  readonly testClock?: boolean
}

export interface OpenedStore extends Waker {
  readonly kind: 'pglite' | 'postgresql'
  readonly store: Store
  readonly duty: DutyStore
  /** With the eyes of this machine's operator, who sees every clinic whole. */
  readonly people: PeopleStore
  /** The homework beside the conversation, with the operator's eyes or a clinician's. */
  readonly care: CareStore
  careAs(clinician: ClinicianId): CareStore
  /** With the eyes of one clinician: leads and admins see their clinic, therapists their own clients. */
  peopleAs(clinician: ClinicianId): PeopleStore
  /** All that is kept about a client, with the operator's eyes or a clinician's. */
  readonly records: RecordsStore
  recordsAs(clinician: ClinicianId): RecordsStore
  /** What stands on the web pages of a clinic. */
  pageLog(clinic: ClinicId): PageLog
  /** What the console shows to one clinician. */
  consoleAs(clinician: ClinicianId): ConsoleStore
  /** Lines in other words, with the eyes of one clinician. */
  adaptationsAs(clinician: ClinicianId): AdaptationStore
  /** Signing in to the console. */
  readonly access: AccessStore
  readonly keyRing: KeyRing
  /** The life of the master key: rotation, recovery sheet. */
  readonly keys: KeyUpkeep
  /** Copies of all data, where the program has the owner's login. */
  readonly backups: Backups
  /** What signs the cookies of the clients' page. */
  readonly cookieKey: Buffer
  /** With the eyes of the auditor, who can only read. */
  readonly auditor: AuditorStore
  /** Moves `holdfast_now()` for every node, forwards. Only with `testClock`. */
  readonly advanceTestClock?: (ms: number) => Promise<void>
  close(): Promise<void>
}

/** Opens the store, migrated and checked. Errors: `store.locked`, `store.not-durable`, `store.down`, `config.invalid`. */
export async function openStore(options: StoreOptions): Promise<OpenedStore> {
  const database = await openDatabase(options.database)
  try {
    const opened = await storeOver(database, options)
    for (const { id } of await opened.people.clinics()) await opened.records.finishErasures(id)
    return opened
  } catch (error) {
    await database.close()
    throw error
  }
}

/** The ports over an open database. */
export async function storeOver(database: Database, options: StoreOptions): Promise<OpenedStore> {
  const { testClock = false } = options
  const shelf = shelfFor(database, options.database)
  await proveMasterKey(shelf, options)
  const keyRing = keyRingOver(shelf, options)
  const index = blindIndex(await keyRing.shared('blind index'))
  const context = { sql: database.engine, keys: keyRing, index, only: database.kind === 'pglite' }
  const seenBy = (eyes: string) => ({
    console: database.console,
    keys: keyRing,
    index,
    kind: database.kind,
    durable: database.durable,
    eyes,
  })
  const people = createPeopleStore(seenBy('operator'))
  const clinics = async () => (await people.clinics()).map(({ id }) => id)
  return {
    kind: database.kind,
    keys: keyUpkeepOver(shelf, options, clinics),
    backups: backupsOver(database, clinics),
    cookieKey: await keyRing.shared('web cookie'),
    store: createStore(context),
    duty: createDutyStore(context),
    people,
    care: createCareStore(seenBy('operator')),
    careAs: (clinician) => createCareStore(seenBy(clinician)),
    peopleAs: (clinician) => createPeopleStore(seenBy(clinician)),
    records: createRecordsStore(seenBy('operator')),
    recordsAs: (clinician) => createRecordsStore(seenBy(clinician)),
    adaptationsAs: (clinician) => createAdaptationStore(seenBy(clinician)),
    consoleAs: (clinician) => createConsoleStore(seenBy(clinician)),
    access: createAccessStore(seenBy('operator')),
    pageLog: (clinic) => createPageLog(context, clinic),
    keyRing,
    auditor: createAuditorStore(database.asAuditor, (sql) =>
      database.kind === 'pglite' ? keyRing : keyRingOver(databaseShelf(sql), options),
    ),
    onWake: (listener) => database.onWake(listener),
    wake: () => database.wake(),
    close: () => database.close(),
    ...(testClock && { advanceTestClock: clockOf(database) }),
  }
}

function openDatabase(database: StoreOptions['database']): Promise<Database> {
  if (database.kind === 'postgresql') return openPostgres(database)
  return openEmbedded(database.kind === 'embedded' ? database : { ...database, folder: null })
}

function shelfFor(database: Database, { kind, ...place }: StoreOptions['database']) {
  if (kind === 'postgresql') return databaseShelf(database.engine)
  return fileShelf('folder' in place ? join(place.folder, 'key-ring.json') : null)
}

function clockOf({ asOwner }: Database): (ms: number) => Promise<void> {
  return async (ms) => {
    if (!asOwner) throw new RangeError("only the owner moves the test clock, and no owner's login was given")
    await asOwner((owner) =>
      owner.query(
        `insert into holdfast.test_clock (ahead) values ($1::float8 * interval '1 millisecond')
         on conflict (one) do update set ahead = holdfast.test_clock.ahead + excluded.ahead`,
        [ms],
      ),
    )
  }
}
