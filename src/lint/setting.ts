import type { Flow } from '../script/schema.ts'

/** Where a text stands: rules ask more of imagery, and less of a button. */
export interface Setting {
  /**
   * true: inside a practice, so only words of the neutral list and no content of ours · false: elsewhere, unless the
   * line leads into an image by itself · unknown: nothing but the line is there to tell.
   */
  readonly imagery: boolean | 'unknown'
  readonly role: 'say' | 'label' | 'title'
}

/** Everything that a practice says is imagery; frames, care and cards are not, unless a line reads as such. */
export function isImageryFlow({ kind }: Pick<Flow, 'kind'>): boolean {
  return kind === 'practice'
}
