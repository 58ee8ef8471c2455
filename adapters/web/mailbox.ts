import type { ShownEntry } from './entry.ts'

/** Cards of one address, and addresses, that are kept; the oldest give way. */
const CARDS = 20
const ADDRESSES = 5_000

interface Box {
  /** The highest mark that was kept of this page when a card came, so that it stands where it came. */
  mark: number
  readonly cards: Map<string, { readonly entry: ShownEntry; readonly after: number }>
}

/**
 * What the store keeps no row of: cards to somebody unknown, and everything while the store is away. In memory only, so
 * that a page without a socket still gets it by asking.
 */
export class Mailbox {
  readonly #boxes = new Map<string, Box>()

  put(address: string, entry: ShownEntry): void {
    const box = this.#boxOf(address)
    box.cards.delete(entry.id)
    box.cards.set(entry.id, { entry, after: box.mark })
    dropOldest(box.cards, CARDS)
  }

  /** Something up to this mark is kept of the page. */
  saw(address: string, mark: number): void {
    const box = this.#boxOf(address)
    box.mark = Math.max(box.mark, mark)
  }

  /** Takes back the buttons; false: there is no such entry. */
  retract(address: string, id: string): boolean {
    const cards = this.#boxes.get(address)?.cards
    const card = cards?.get(id)
    if (card && 'buttons' in card.entry) cards?.set(id, { ...card, entry: { ...card.entry, buttons: [] } })
    return card !== undefined
  }

  /** False: there is no such entry. */
  drop(address: string, id: string): boolean {
    return this.#boxes.get(address)?.cards.delete(id) ?? false
  }

  /** What is kept, with what is only here, each at its place. */
  among(address: string, kept: readonly ShownEntry[]): ShownEntry[] {
    const cards = [...(this.#boxes.get(address)?.cards.values() ?? [])]
    const whole: ShownEntry[] = []
    for (const entry of kept) {
      while (cards[0] && cards[0].after < (entry.mark ?? 0)) whole.push(...cards.splice(0, 1).map((card) => card.entry))
      whole.push(entry)
    }
    return [...whole, ...cards.map((card) => card.entry)]
  }

  #boxOf(address: string): Box {
    const box = this.#boxes.get(address) ?? { mark: 0, cards: new Map() }
    this.#boxes.delete(address)
    this.#boxes.set(address, box)
    dropOldest(this.#boxes, ADDRESSES)
    return box
  }
}

function dropOldest(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return
    map.delete(key)
  }
}
