import { ALL_ROLES, HOUSE, type Route } from '../http/visit.ts'
import { cannotCover, isBack, saveAway, saveOnCall, sayOn, signLongGap } from './away.ts'
import { budgetPage } from './budget.ts'
import { saveChain, sendTest } from './chain.ts'
import { coverPage } from './cover.ts'
import { removeHoliday, saveHoliday, saveHours } from './hours.ts'

export const COVER_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/cover', for: ALL_ROLES, run: coverPage },
  { method: 'GET', path: '/cover/budget', for: HOUSE, run: budgetPage },
  { method: 'POST', path: '/cover/chain', for: HOUSE, run: saveChain },
  { method: 'POST', path: '/cover/people/:clinician/test', for: HOUSE, run: sendTest },
  { method: 'POST', path: '/cover/hours', for: HOUSE, run: saveHours },
  { method: 'POST', path: '/cover/holidays', for: HOUSE, run: saveHoliday },
  { method: 'POST', path: '/cover/holidays/remove', for: HOUSE, run: removeHoliday },
  // One's own absence; somebody else's only for the house.
  { method: 'POST', path: '/cover/away', for: ALL_ROLES, run: saveAway },
  { method: 'POST', path: '/cover/back', for: ALL_ROLES, run: isBack },
  { method: 'POST', path: '/cover/cannot', for: ALL_ROLES, run: cannotCover },
  { method: 'POST', path: '/cover/on', for: ALL_ROLES, run: sayOn },
  { method: 'POST', path: '/cover/on-call', for: HOUSE, run: saveOnCall },
  { method: 'POST', path: '/cover/long-gap', for: ['lead'], run: signLongGap },
]
