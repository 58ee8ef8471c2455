/**
 * Cuts a long text into parts of at most `length` UTF-16 units: at a paragraph, else at a line, a space, and only then between two letters (never
 * inside one). A text that fits comes back as it is.
 */
export function split(text: string, length: number): string[] {
  const parts: string[] = []
  let rest = text
  while (rest.length > length) {
    const at = cutAt(rest, length)
    parts.push(rest.slice(0, at).trimEnd())
    rest = rest.slice(at).trimStart()
  }
  if (rest !== '' || parts.length === 0) parts.push(rest)
  return parts.filter((part, n) => part !== '' || n === 0)
}

function cutAt(text: string, length: number): number {
  for (const seam of ['\n\n', '\n', ' ']) {
    const at = text.lastIndexOf(seam, length)
    // A cut in the first half would make many small messages out of one long paragraph.
    if (at > length / 2) return at
  }
  const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text.slice(0, length + 64))
  let last = 0
  for (const { index } of letters) if (index <= length) last = index
  return last > 0 ? last : length
}
