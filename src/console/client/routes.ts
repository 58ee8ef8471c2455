import { CLINICAL, type Route } from '../http/visit.ts'
import { addClient, discharge, newClientPage, pairAgain } from './add.ts'
import { filePage } from './file.ts'
import { approveKeepsake } from './keepsakes.ts'
import { clientsPage, confirmLink } from './list.ts'
import { releaseFlow, saveLimits, savePractices } from './plan-form.ts'
import { summaryPage } from './summary.ts'

export const CLIENT_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/clients', for: CLINICAL, run: clientsPage },
  { method: 'GET', path: '/clients/new', for: CLINICAL, run: newClientPage },
  { method: 'POST', path: '/clients/new', for: CLINICAL, run: addClient },
  { method: 'POST', path: '/links/:link/confirm', for: CLINICAL, run: confirmLink },
  { method: 'GET', path: '/clients/:client', for: CLINICAL, run: filePage },
  { method: 'GET', path: '/clients/:client/summary', for: CLINICAL, run: summaryPage },
  { method: 'POST', path: '/clients/:client/practices', for: CLINICAL, run: savePractices },
  { method: 'POST', path: '/clients/:client/limits', for: CLINICAL, run: saveLimits },
  { method: 'POST', path: '/clients/:client/keepsakes/:row/approve', for: CLINICAL, run: approveKeepsake },
  { method: 'POST', path: '/clients/:client/held/:flow/release', for: CLINICAL, run: releaseFlow },
  { method: 'POST', path: '/clients/:client/pair', for: CLINICAL, run: pairAgain },
  { method: 'POST', path: '/clients/:client/discharge', for: CLINICAL, run: discharge },
]
