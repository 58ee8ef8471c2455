import { CLINICAL, type Route } from '../http/visit.ts'
import { flowsPage } from './list.ts'
import { readerPage, signScript, withdrawScript } from './reader.ts'

export const FLOW_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/flows', for: CLINICAL, run: flowsPage },
  { method: 'GET', path: '/flows/:script', for: CLINICAL, run: readerPage },
  { method: 'POST', path: '/flows/:script/sign', for: CLINICAL, run: signScript },
  { method: 'POST', path: '/flows/:script/withdraw', for: CLINICAL, run: withdrawScript },
]
