import type { Lang } from '../../src/core/ids.ts'
import { besideOf } from '../../src/turn/beside.ts'
import { signedEngine } from './flows.ts'

const { engine } = await signedEngine()

/** What stands beside a chat, as this project ships it, signed. */
export const beside = besideOf(engine, 'en' as Lang)
