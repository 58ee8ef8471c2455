/** Both ends belong to it. */
export interface Part {
  readonly from: number
  readonly to: number
}

/** The part of a sound that a player asks for in its `range` header: some phones play nothing that they cannot have in parts. */
export function partAsked(range: string | null, length: number): Part | 'whole' | 'beyond' {
  const [, first = '', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? []
  if (first === '') return 'whole'
  const from = Number(first)
  const to = last === '' ? length - 1 : Math.min(Number(last), length - 1)
  return from > to ? 'beyond' : { from, to }
}
