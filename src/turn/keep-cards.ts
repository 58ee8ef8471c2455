import { factsFor } from '../care/facts.ts'
import { codeOf } from '../core/errors.ts'
import type { ClinicId } from '../core/ids.ts'
import type { ClinicSettings } from '../core/plan.ts'
import { render, slotsOf } from '../core/render.ts'
import type { PinnedCard } from '../ports/store/chat-keeping.ts'
import type { Engine } from '../ports/engine.ts'
import type { Store } from '../ports/store.ts'
import type { Log } from '../ports/world.ts'

export interface KeepCardsDeps {
  readonly store: Pick<Store, 'pinnedCards' | 'renewCard' | 'time'>
  readonly engine: Pick<Engine, 'line' | 'load'>
  readonly settingsOf: (clinic: ClinicId) => Promise<ClinicSettings | undefined>
  readonly log: Log
}

/** Numbers change a few times a year, and each look opens every plan. */
const EVERY_MS = 10 * 60_000
/** What stays the same from day to day: a card that states more than this would be pinned anew with every look. */
const STEADY = new Set(['emergency', 'crisis-line', 'crisis-text', 'finder', 'country', 'clinic-phone'])

/**
 * The card pinned above a client's chat states the numbers of now: one that does not any more, because a number was
 * confirmed or corrected, or the client came of age, is replaced (care C20). Compared by what it says, so that nothing is
 * sent that reads the same. Resolves with how many are to be replaced.
 */
export function createKeepCards({
  store,
  engine,
  settingsOf,
  log,
}: KeepCardsDeps): (clinic: ClinicId) => Promise<number> {
  const looked = new Map<ClinicId, number>()
  return async (clinic) => {
    const at = await store.time()
    if (at.getTime() - (looked.get(clinic) ?? Number.NEGATIVE_INFINITY) < EVERY_MS) return 0
    looked.set(clinic, at.getTime())
    const settings = await settingsOf(clinic)
    if (!settings) return 0
    let renewed = 0
    for (const card of await store.pinnedCards(clinic)) {
      if (!(await isOld(card, settings, at))) continue
      await store.renewCard(clinic, card)
      renewed++
    }
    return renewed
  }

  /** The same line with the facts of now. A line that cannot be read any more says nothing of its numbers, and stays. */
  async function isOld({ from, text, plan, owner }: PinnedCard, settings: ClinicSettings, now: Date): Promise<boolean> {
    try {
      await engine.load([from.script])
      const line = engine.line(from)
      if (slotsOf(line.template()).some(({ kind, name }) => kind !== 'fact' || !STEADY.has(name))) return false
      const values = { keepsakes: {}, facts: factsFor({ plan, settings, owner, now }) }
      return render(line, values, [], { silent: true, protect: false }).text() !== text.reveal()
    } catch (error) {
      if (codeOf(error) !== 'flow.not-signed') log.error('cards.not-compared', { code: codeOf(error) })
      return false
    }
  }
}
