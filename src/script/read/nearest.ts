/** The known name that a person most likely meant, or undefined if none is near. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  const near = known
    .map((name) => ({ name, distance: distance(written.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance: far }) => far <= Math.max(1, Math.floor(Math.max(name.length, written.length) / 3)))
  return near.sort((one, other) => one.distance - other.distance)[0]?.name
}

/** `Write … ` with the nearest known name, else all of them. */
export function writeInstead(written: string, known: readonly string[]): string {
  const meant = nearest(written, known)
  if (meant !== undefined) return `Write \`${meant}\`.`
  return known.length === 0 ? 'Take it out.' : `Write one of ${list(known)}.`
}

/** Names in a sentence: `a`, `b`, `c`. */
export function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ')
}

/** How many letters must be put in, taken out, changed or swapped with their neighbour. */
function distance(one: string, other: string): number {
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (let row = 1; row <= one.length; row++) {
    const next = [row]
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1]
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      next[column] = Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[column - 2] ?? 0) + 1 : Infinity,
      )
    }
    before = last
    last = next
  }
  return last[other.length] ?? 0
}
