/** The same twelve turns, said to every engine: a whole conversation from greeting to end. */
export const WORDS = [
  'hello',
  'Begin',
  'Ready',
  '3',
  'a wooden pier',
  'gulls',
  'salt',
  'warm boards',
  'Once more',
  'Go on',
  'it is enough',
  '2',
] as const

/** An engine that holds conversations as text between turns, as a store would. */
export interface Walker {
  readonly name: string
  /** One turn: what is read. */
  hears(chat: number, words: string): readonly string[] | Promise<readonly string[]>
}

/** Everything that one conversation reads. */
export async function walked(walker: Walker, chat: number): Promise<string[]> {
  const read: string[] = []
  for (const words of WORDS) read.push(...(await walker.hears(chat, words)))
  return read
}

/** CPU microseconds per turn over so many conversations. */
export async function cpuPerTurn(walker: Walker, conversations: number): Promise<number> {
  const before = process.cpuUsage()
  for (let chat = 0; chat < conversations; chat++) {
    for (const words of WORDS) {
      const said = walker.hears(chat, words)
      if (said instanceof Promise) await said
    }
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / (conversations * WORDS.length)
}
