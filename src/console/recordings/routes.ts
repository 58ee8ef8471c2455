import { LIMITS } from '../../core/limits.ts'
import { CLINICAL, type Route } from '../http/visit.ts'
import { draft, drop, hearRecording, keep, remove, removePage } from './decisions.ts'
import { recordingsPage } from './recordings.ts'

const ALL = '/clients/:client/recordings'
const ONE = `${ALL}/:recording`

/** The voice that a client hears beside a line. */
export const RECORDING_ROUTES: readonly Route[] = [
  { method: 'GET', path: ALL, for: CLINICAL, run: (visit) => recordingsPage(visit) },
  { method: 'POST', path: `${ALL}/:name`, for: CLINICAL, upload: LIMITS.recordingBytes, run: draft },
  { method: 'GET', path: `${ONE}/sound`, for: CLINICAL, run: hearRecording },
  { method: 'POST', path: `${ONE}/keep`, for: CLINICAL, run: keep },
  { method: 'POST', path: `${ONE}/drop`, for: CLINICAL, run: drop },
  { method: 'GET', path: `${ONE}/remove`, for: CLINICAL, run: removePage },
  { method: 'POST', path: `${ONE}/remove`, for: CLINICAL, run: remove },
]
