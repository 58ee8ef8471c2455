import { Frame } from '../../src/core/conversation.ts'
import type { Lang } from '../../src/core/ids.ts'
import { enterFrame, stepFrame } from '../../src/script/step.ts'
import { compare, type Counts, type Figure } from '../figure.ts'
import { engineOver, projectScripts } from './scripts.ts'

const STEPS_PER_CONVERSATION = 20

/** A stored frame of the practice, read, stepped and written; beside reading and writing the same text. */
export async function measureRestore(counts: Counts): Promise<Figure[]> {
  const { conversations, warmUp } = counts
  const { library } = await engineOver(projectScripts())
  const script = library.find(library.current('en' as Lang), 'safe-place-rehearsal')
  const stored = JSON.stringify(enterFrame(script))
  const cpu = (work: () => unknown, of = conversations) => {
    const steps = of * STEPS_PER_CONVERSATION
    const before = process.cpuUsage()
    for (let step = 0; step < steps; step++) work()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / steps
  }
  const event = { type: 'CHOSE.ready' } as const
  const plain = () => JSON.stringify(JSON.parse(stored))
  const stepped = () => JSON.stringify(stepFrame(script, Frame.parse(JSON.parse(stored)), event).frame)
  for (const work of [plain, stepped]) cpu(work, warmUp)
  const ways = [
    { name: 'restore: the same text read and written', round: () => cpu(plain) },
    { name: 'restore: a frame read, stepped and written', round: () => cpu(stepped) },
  ]
  return compare(ways, counts, { unit: 'us CPU', better: 'lower' })
}
