import { INSTRUMENT_NAMES } from '../../rails/instruments/instruments.ts'

/** Care flows that make sense by the clock; the others are the rails' own or open when the client wants them. */
const CARE = [
  'check-in',
  'weekly-review',
  'nightmare-log',
  'needs-today',
  'self-soothing',
  'for-my-session',
  'take-along',
]

/** A care flow, or a questionnaire, that can be put on a schedule whatever the plan permits. */
export const isAssignableCare = (flow: string): boolean => CARE.includes(flow) || INSTRUMENT_NAMES.includes(flow)
