const RUN = 5

/**
 * Runs of five words that a text and an artefact share: none may be in what is shipped, or somebody's words would be.
 * Words are letters and digits only, so that quotation marks and line breaks hide nothing.
 */
export function sharedRuns(texts: readonly string[], artefact: string): number {
  const shipped = runsOf(artefact)
  return texts.flatMap((text) => [...runsOf(text)]).filter((run) => shipped.has(run)).length
}

function runsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []
  return new Set(words.slice(RUN - 1).map((_, at) => words.slice(at, at + RUN).join(' ')))
}
