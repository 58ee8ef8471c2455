import { ALL_ROLES, CLINICAL, type Route } from '../http/visit.ts'
import { home } from './home.ts'
import { clearInfo, closeFlag, openOther, takeFlag } from './queue.ts'

export const QUEUE_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/', for: ALL_ROLES, run: home },
  { method: 'POST', path: '/flags/clear', for: CLINICAL, run: clearInfo },
  { method: 'POST', path: '/flags/:flag/take', for: CLINICAL, run: takeFlag },
  { method: 'POST', path: '/flags/:flag/close', for: CLINICAL, run: closeFlag },
  { method: 'POST', path: '/open', for: CLINICAL, run: openOther },
]
