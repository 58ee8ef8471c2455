import type { Effect } from '../../core/effect.ts'
import type { Private } from '../../core/private.ts'
import type { KeepsakeKind } from '../../core/render.ts'

type Words = Partial<Record<KeepsakeKind, Private<string>>>

/** The client's own words as the store would keep them: a place that rests is kept and not quoted. */
export class KeptWords {
  readonly #words: Words
  placeSuspended: boolean

  constructor(words: Readonly<Words>, placeSuspended: boolean) {
    this.#words = { ...words }
    this.placeSuspended = placeSuspended
  }

  quotable(): Words {
    const { place, 'cue-word': cueWord, 'other-place': other, ...others } = this.#words
    if (this.placeSuspended) return others
    return {
      ...others,
      ...(place && { place }),
      ...(cueWord && { 'cue-word': cueWord }),
      ...(other && { 'other-place': other }),
    }
  }

  hasSafetyPlan(): boolean {
    return Object.keys(this.#words).some((kind) => kind.startsWith('plan-'))
  }

  add(effect: Effect): void {
    if (effect.type === 'keep') this.#words[effect.kind] = effect.text
    if (effect.type !== 'place') return
    this.placeSuspended = effect.change === 'suspend' && this.#words.place !== undefined
    if (effect.change !== 'retire') return
    delete this.#words.place
    delete this.#words['cue-word']
  }
}
