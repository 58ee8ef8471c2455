import { createHash, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { ClientId, ClinicId } from '../../../src/core/ids.ts'
import { Private } from '../../../src/core/private.ts'
import { blindIndex } from '../../../src/store/sealing/blind-index.ts'
import { databaseShelf } from '../../../src/store/sealing/key-ring-database.ts'
import { fileShelf } from '../../../src/store/sealing/key-ring-file.ts'
import { keyRingOver, type KeyShelf } from '../../../src/store/sealing/key-ring.ts'
import { keyUpkeepOver } from '../../../src/store/sealing/key-upkeep.ts'
import { deriveKey } from '../../../src/store/sealing/seal.ts'
import { proveMasterKey, type MasterKeys } from '../../../src/store/sealing/master-keys.ts'
import { eachDatabase } from '../../support/database.ts'

const OLD = createHash('sha256').update('the old key').digest()
const NEW = createHash('sha256').update('the new key').digest()
const BEFORE: MasterKeys = { masterKey: OLD }
const DURING: MasterKeys = { masterKey: OLD, nextKey: NEW }
const AFTER: MasterKeys = { masterKey: NEW }

/** As many clients as named, each with a key, and the clinic's own. */
async function aRing(shelf: KeyShelf, clients = 5) {
  const clinic = randomUUID() as ClinicId
  await proveMasterKey(shelf, BEFORE)
  const ring = keyRingOver(shelf, BEFORE)
  const holders = Array.from({ length: clients }, () => randomUUID() as ClientId)
  for (const client of holders) await ring.make(clinic, client)
  const all = async (keys: MasterKeys) => {
    await proveMasterKey(shelf, keys)
    const opened = keyRingOver(shelf, keys)
    return Promise.all([
      ...holders.map((client) => opened.open(clinic, client)),
      opened.clinic(clinic),
      opened.shared('blind index'),
    ])
  }
  const upkeep = (keys: MasterKeys, over = shelf) => keyUpkeepOver(over, keys, () => Promise.resolve([clinic]))
  return { clinic, all, upkeep }
}

/** A shelf whose machine dies at its `n`th replacement. */
function dyingAt(shelf: KeyShelf, n: number): KeyShelf {
  let replaced = 0
  return {
    ...shelf,
    replace: (clinic, kept, wrapped) => {
      if (replaced === n) return Promise.reject(new Error('the machine died'))
      replaced += 1
      return shelf.replace(clinic, kept, wrapped)
    },
  }
}

function shelves(name: string, tests: (shelf: () => Promise<KeyShelf>) => void) {
  eachDatabase(name, (open, kind) => {
    tests(async () => {
      if (kind === 'pglite') return fileShelf(null)
      const { asSuperuser, database } = await open()
      await asSuperuser((session) => session.run('truncate holdfast_keys.keys')) // a ring of each test's own
      return databaseShelf(database.engine)
    })
  })
}

shelves('rotation', (aShelf) => {
  test('after a rotation every key opens under the new master key alone, and is the key it was', async () => {
    const { all, upkeep } = await aRing(await aShelf())
    const before = await all(BEFORE)
    expect((await upkeep(DURING).rotate()).changed).toBeGreaterThanOrEqual(8)
    expect(await all(AFTER)).toEqual(before)
    expect((await upkeep(DURING).rotate()).changed).toBe(0)
    await expect(all(BEFORE)).rejects.toMatchObject({ code: 'config.invalid' })
    expect(await all(DURING)).toEqual(before)
  })

  test('a rotation that is broken off anywhere leaves everything open to both keys, and goes on', async () => {
    const shelf = await aShelf()
    const { all, upkeep } = await aRing(shelf)
    const before = await all(BEFORE)
    for (let at = 0; at < 6; at += 1) {
      await expect(upkeep(DURING, dyingAt(shelf, 1)).rotate()).rejects.toThrow('the machine died')
      expect(await all(DURING)).toEqual(before)
    }
    await upkeep(DURING).rotate()
    expect(await all(AFTER)).toEqual(before)
  })

  test('a key that a server makes while the rotation passes it by is wrapped under the next key by that server', async () => {
    const shelf = await aShelf()
    const { clinic, upkeep } = await aRing(shelf, 1)
    const late = randomUUID() as ClientId
    // It looks which key wraps, and before it keeps its own the whole rotation runs.
    const slow: KeyShelf = {
      ...shelf,
      keep: async (at, holder, wrapped) => {
        if (holder === late) await upkeep(DURING).rotate()
        return shelf.keep(at, holder, wrapped)
      },
    }
    await keyRingOver(slow, DURING).make(clinic, late)
    expect(await keyRingOver(shelf, AFTER).open(clinic, late)).toHaveLength(32)
  })

  test('an address is found under the new key as it was under the old one', async () => {
    const shelf = await aShelf()
    const { clinic, upkeep } = await aRing(shelf)
    const address = new Private('4711')
    const found = async (keys: MasterKeys) =>
      blindIndex(await keyRingOver(shelf, keys).shared('blind index'))(clinic, 'telegram', address)
    const before = await found(BEFORE)
    // As it has been since the first version, which derived it from the master key: nobody must pair anew.
    expect(before).toBe(blindIndex(deriveKey(OLD, 'blind index'))(clinic, 'telegram', address))
    await upkeep(DURING).rotate()
    expect(await found(AFTER)).toBe(before)
  })

  test('a key that was erased during a rotation stays erased', async () => {
    const shelf = await aShelf()
    const { clinic, upkeep } = await aRing(shelf, 0)
    const client = randomUUID() as ClientId
    await keyRingOver(shelf, BEFORE).make(clinic, client)
    const erasing: KeyShelf = {
      ...shelf,
      replace: async (at, kept, wrapped) => {
        if (kept.holder === client) await shelf.forget(at, client)
        return shelf.replace(at, kept, wrapped)
      },
    }
    await upkeep(DURING, erasing).rotate()
    await expect(keyRingOver(shelf, AFTER).open(clinic, client)).rejects.toMatchObject({ code: 'key.missing' })
  })

  test('the sheet of the old key counts until the rotation, and the one of the new key after it', async () => {
    const { upkeep } = await aRing(await aShelf())
    const old = upkeep(BEFORE)
    expect(await old.isSheetOf(OLD)).toBe(true)
    await old.typedBack()
    expect(await old.standing()).toEqual({ sheet: 'typed back', rotation: 'none' })
    const between = upkeep(DURING)
    expect(await between.standing()).toEqual({ sheet: 'typed back', rotation: 'not begun' })
    await between.rotate()
    expect(await between.standing()).toEqual({ sheet: 'never typed back', rotation: 'done or under way' })
    expect([await between.isSheetOf(OLD), await between.isSheetOf(NEW)]).toEqual([false, true])
    await between.typedBack()
    expect(await upkeep(AFTER).standing()).toEqual({ sheet: 'typed back', rotation: 'none' })
  })

  test('without a next key there is nothing to rotate to', async () => {
    const { upkeep } = await aRing(await aShelf())
    await expect(upkeep(BEFORE).rotate()).rejects.toThrow(/HOLDFAST_KEY_NEXT is missing/)
  })
})

test('a copy of keys under another master key is not put back', async () => {
  const under = Buffer.alloc(32, 1)
  const { upkeep } = await aRing(fileShelf(null))
  const copy = await upkeep(BEFORE).copy(under)
  const other = fileShelf(null)
  await proveMasterKey(other, AFTER)
  const strange = keyUpkeepOver(other, AFTER, () => Promise.resolve([]))
  await expect(strange.putBack(copy, under)).rejects.toThrow(/another HOLDFAST_KEY/)
})
