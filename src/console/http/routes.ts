import { ACCOUNT_ROUTES } from '../account/routes.ts'
import { CLIENT_ROUTES } from '../client/routes.ts'
import { CLINIC_ROUTES } from '../clinic/routes.ts'
import { COVER_ROUTES } from '../cover/routes.ts'
import { CONVERSATION_ROUTES } from '../conversation/routes.ts'
import { FLOW_ROUTES } from '../flows/routes.ts'
import { HOMEWORK_ROUTES } from '../homework/routes.ts'
import { QUEUE_ROUTES } from '../queue/routes.ts'
import { RECORDING_ROUTES } from '../recordings/routes.ts'
import type { Route } from './visit.ts'

/** Every page and every form of the console. What is not here does not exist; `test/console/access-matrix.ts` has a row for each. */
export const ROUTES: readonly Route[] = [
  ...QUEUE_ROUTES,
  ...CONVERSATION_ROUTES,
  ...CLIENT_ROUTES,
  ...HOMEWORK_ROUTES,
  ...RECORDING_ROUTES,
  ...FLOW_ROUTES,
  ...COVER_ROUTES,
  ...CLINIC_ROUTES,
  ...ACCOUNT_ROUTES,
]
