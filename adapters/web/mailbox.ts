import type { ShownEntry } from './entry.ts'

/** Cards of one address, and addresses, that are kept; the oldest give way. */
const CARDS = 20
const ADDRESSES = 5_000

/**
 * What the store keeps no row of: cards to somebody unknown, and everything while the store is away. In memory only, so
 * that a page without a socket still gets it by asking.
 */
export class Mailbox {
  readonly #boxes = new Map<string, Map<string, ShownEntry>>()

  put(address: string, entry: ShownEntry): void {
    const box = this.#boxes.get(address) ?? new Map<string, ShownEntry>()
    box.delete(entry.id)
    box.set(entry.id, entry)
    dropOldest(box, CARDS)
    this.#boxes.delete(address)
    this.#boxes.set(address, box)
    dropOldest(this.#boxes, ADDRESSES)
  }

  /** Takes back the buttons; false: there is no such entry. */
  retract(address: string, id: string): boolean {
    const entry = this.#boxes.get(address)?.get(id)
    if (entry && 'buttons' in entry) this.#boxes.get(address)?.set(id, { ...entry, buttons: [] })
    return entry !== undefined
  }

  /** False: there is no such entry. */
  drop(address: string, id: string): boolean {
    return this.#boxes.get(address)?.delete(id) ?? false
  }

  of(address: string): ShownEntry[] {
    return [...(this.#boxes.get(address)?.values() ?? [])]
  }
}

function dropOldest(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return
    map.delete(key)
  }
}
