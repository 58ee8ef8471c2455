import { CLINICAL, type Route } from '../http/visit.ts'
import { adapt, adaptPage, countersign, endAdaptation } from './adapt.ts'
import { flowsPage } from './list.ts'
import { readerPage, signScript, withdrawScript } from './reader.ts'

export const FLOW_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/flows', for: CLINICAL, run: flowsPage },
  { method: 'GET', path: '/flows/:script', for: CLINICAL, run: readerPage },
  { method: 'POST', path: '/flows/:script/sign', for: CLINICAL, run: signScript },
  { method: 'POST', path: '/flows/:script/withdraw', for: CLINICAL, run: withdrawScript },
  { method: 'GET', path: '/flows/:script/adapt', for: CLINICAL, run: adaptPage },
  { method: 'POST', path: '/flows/:script/adapt', for: CLINICAL, run: adapt },
  { method: 'POST', path: '/adaptations/:adaptation/countersign', for: CLINICAL, run: countersign },
  { method: 'POST', path: '/adaptations/:adaptation/end', for: CLINICAL, run: endAdaptation },
]
