import { CLINICAL, type Route } from '../http/visit.ts'
import { addClient, newClientPage, pairAgain } from './add.ts'
import { discharge, dischargePage, readmit } from '../ending/discharge.ts'
import { filePage } from './file.ts'
import { approveKeepsake } from './keepsakes.ts'
import { clientsPage, confirmLink } from './list.ts'
import { saveHigherStart, saveLimits } from './limits-form.ts'
import { eraseRecord, exportRecord, recordsPage } from '../ending/records.ts'
import { savePerson } from './person-form.ts'
import { releaseFlow, savePractices } from './plan-form.ts'
import { saveSafetyPlan } from './safety-plan-form.ts'
import { readCalendar, saveSessions } from './sessions-form.ts'
import { summaryPage } from '../summary/summary.ts'

export const CLIENT_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/clients', for: CLINICAL, run: clientsPage },
  { method: 'GET', path: '/clients/new', for: CLINICAL, run: newClientPage },
  { method: 'POST', path: '/clients/new', for: CLINICAL, run: addClient },
  { method: 'POST', path: '/links/:link/confirm', for: CLINICAL, run: confirmLink },
  { method: 'GET', path: '/clients/:client', for: CLINICAL, run: filePage },
  { method: 'GET', path: '/clients/:client/summary', for: CLINICAL, run: summaryPage },
  { method: 'POST', path: '/clients/:client/practices', for: CLINICAL, run: savePractices },
  { method: 'POST', path: '/clients/:client/limits', for: CLINICAL, run: saveLimits },
  { method: 'POST', path: '/clients/:client/higher-start', for: CLINICAL, run: saveHigherStart },
  { method: 'POST', path: '/clients/:client/sessions', for: CLINICAL, run: saveSessions },
  { method: 'POST', path: '/clients/:client/calendar', for: CLINICAL, run: readCalendar },
  { method: 'POST', path: '/clients/:client/safety-plan', for: CLINICAL, run: saveSafetyPlan },
  { method: 'POST', path: '/clients/:client/person', for: CLINICAL, run: savePerson },
  { method: 'POST', path: '/clients/:client/keepsakes/:row/approve', for: CLINICAL, run: approveKeepsake },
  { method: 'POST', path: '/clients/:client/held/:flow/release', for: CLINICAL, run: releaseFlow },
  { method: 'POST', path: '/clients/:client/pair', for: CLINICAL, run: pairAgain },
  { method: 'GET', path: '/clients/:client/discharge', for: CLINICAL, run: dischargePage },
  { method: 'POST', path: '/clients/:client/readmit', for: CLINICAL, run: readmit },
  { method: 'POST', path: '/clients/:client/discharge', for: CLINICAL, run: discharge },
  { method: 'GET', path: '/clients/:client/records', for: CLINICAL, run: recordsPage },
  { method: 'POST', path: '/clients/:client/export', for: CLINICAL, proven: true, run: exportRecord },
  { method: 'POST', path: '/clients/:client/erase', for: CLINICAL, proven: true, run: eraseRecord },
]
