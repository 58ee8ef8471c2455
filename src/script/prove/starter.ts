import type { CheckedFile } from '../check.ts'

/** What a clinic signs before its first client. Further practices are signed when somebody needs them. */
export const STARTER_FLOWS: readonly string[] = [
  ...(['welcome', 'menu', 'about', 'cards'] as const),
  ...(['grounding', 'crisis', 'stopped', 'closing'] as const),
  ...(['container', 'safe-place-build', 'safe-place-full', 'safe-place-rehearsal', 'safe-place-cue'] as const),
  ...(['safe-place-low-imagery', 'other-place-rehearsal'] as const),
  ...(['needs-today', 'follow-up', 'comforting'] as const),
]

/** So many can be read with care in three quarters of an hour (care, 'Numbers at a glance'). */
export const STARTER_LINES = 400

/**
 * How many lines of the first language the starter set has: every sentence, the variants for some clients too, and every
 * label of a button; a common label counts once, at the card that holds it. Null where a flow of the set is not among
 * the files.
 */
export function starterLines(checked: readonly CheckedFile[]): number | null {
  const counts = STARTER_FLOWS.map((name) => checked.find(({ file }) => file.endsWith(`${name}/flow.yaml`))?.lines)
  return counts.reduce<number | null>((sum, count) => (sum === null || count === undefined ? null : sum + count), 0)
}
