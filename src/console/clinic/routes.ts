import { ALL_ROLES, HOUSE, type Route } from '../http/visit.ts'
import { auditFile, auditPage } from './audit.ts'
import { addPerson, clinicPage, invite, saveClinic } from './clinic.ts'
import { wellPage } from './well.ts'
import { confirmNumber, numbersPage } from './numbers.ts'

export const CLINIC_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/numbers', for: ALL_ROLES, run: numbersPage },
  { method: 'POST', path: '/numbers/confirm', for: HOUSE, run: confirmNumber },
  { method: 'GET', path: '/well', for: HOUSE, run: wellPage },
  { method: 'GET', path: '/audit', for: HOUSE, run: auditPage },
  { method: 'GET', path: '/audit/file', for: HOUSE, proven: true, run: auditFile },
  { method: 'GET', path: '/clinic', for: HOUSE, run: clinicPage },
  { method: 'POST', path: '/clinic', for: HOUSE, run: saveClinic },
  { method: 'POST', path: '/clinic/people', for: HOUSE, run: addPerson },
  { method: 'POST', path: '/clinic/people/:clinician/invite', for: HOUSE, run: invite },
]
