/**
 * Whether a text is one slip of the finger away from a word: one letter wrong, missing, too many, or two neighbours
 * swapped. The first letter counts as meant.
 */
export function isOneSlipAway(said: string, word: string): boolean {
  if (said[0] !== word[0] || Math.abs(said.length - word.length) > 1) return false
  const same = sharedStart(said, word)
  const [rest, wanted] = [said.slice(same), word.slice(same)]
  if (said.length === word.length) {
    const swapped = rest[0] === wanted[1] && rest[1] === wanted[0] && rest.slice(2) === wanted.slice(2)
    return swapped || rest.slice(1) === wanted.slice(1)
  }
  return said.length > word.length ? rest.slice(1) === wanted : rest === wanted.slice(1)
}

function sharedStart(one: string, other: string): number {
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  return at
}
