import { LIMITS } from '../../core/limits.ts'
import { CLINICAL, type Route } from '../http/visit.ts'
import { conversationPage } from './conversation.ts'
import { endPause, giveBack, lowerLatch, raiseLatch, takeConversation } from './decisions.ts'
import { dropSpoken, hear, record, sendSpoken } from './spoken.ts'
import { write } from './write.ts'

export const CONVERSATION_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/clients/:client/conversation', for: CLINICAL, run: conversationPage },
  { method: 'POST', path: '/clients/:client/take', for: CLINICAL, run: takeConversation },
  { method: 'POST', path: '/clients/:client/give-back', for: CLINICAL, run: giveBack },
  { method: 'POST', path: '/clients/:client/write', for: CLINICAL, run: write },
  { method: 'POST', path: '/clients/:client/spoken', for: CLINICAL, upload: LIMITS.spokenBytes, run: record },
  { method: 'GET', path: '/clients/:client/spoken/:message', for: CLINICAL, run: hear },
  { method: 'POST', path: '/clients/:client/spoken/:message/send', for: CLINICAL, run: sendSpoken },
  { method: 'POST', path: '/clients/:client/spoken/drop', for: CLINICAL, run: dropSpoken },
  { method: 'POST', path: '/clients/:client/latch/lower', for: CLINICAL, run: lowerLatch },
  { method: 'POST', path: '/clients/:client/latch/raise', for: CLINICAL, run: raiseLatch },
  { method: 'POST', path: '/clients/:client/pause/end', for: CLINICAL, run: endPause },
]
