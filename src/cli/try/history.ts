import type { Effect } from '../../core/effect.ts'
import type { FlowId } from '../../core/ids.ts'
import type { RatingHistory } from '../../ports/engine.ts'

/** What the store would remember of practices and ratings, for the review after a practice. */
export class PlayedHistory {
  #running: { flow: FlowId; before: number | null; after: number | null } | null = null
  readonly #ended: { flow: FlowId; before: number | null; after: number | null }[] = []
  readonly #ratings: { value: number; at: number }[] = []

  add(effect: Effect, now: Date): void {
    if (effect.type === 'startPractice') this.#running = { flow: effect.flow, before: null, after: null }
    if (effect.type === 'recordRating' && effect.scale === 'distress') {
      this.#ratings.push({ value: effect.value, at: now.getTime() })
      if (this.#running && effect.moment === 'before') this.#running.before = effect.value
      if (this.#running && effect.moment === 'after') this.#running.after = effect.value
    }
    if (effect.type !== 'endPractice' || !this.#running) return
    this.#ended.unshift(this.#running)
    this.#running = null
  }

  asRead(): RatingHistory | null {
    const [last] = this.#ended
    if (!last) return null
    const runs = this.#ended
      .filter(({ flow }) => flow === last.flow)
      .flatMap(({ before, after }) => (before === null || after === null ? [] : [{ before, after }]))
    return { flow: last.flow, runs, ratings: this.#ratings }
  }
}
