import { CLINICAL, type Route } from '../http/visit.ts'
import { byCommand } from './asked.ts'
import { measuresPage } from './measures.ts'
import { readinessPage, answersSent } from './readiness.ts'
import { schedulePage } from './schedule.ts'

const of = (page: string) => `/clients/:client/${page}`
const post = (path: string, run: Route['run'] & ReturnType<typeof byCommand>): Route => ({
  method: 'POST',
  path: of(path),
  for: CLINICAL,
  run,
})

/** The homework beside the conversation: reminders, questionnaires, readiness. Its forms are the commands of the command line. */
export const HOMEWORK_ROUTES: readonly Route[] = [
  { method: 'GET', path: of('homework'), for: CLINICAL, run: schedulePage },
  post(
    'homework/assign',
    byCommand('homework', 'care.assign', ({ form }) => ({
      flow: form.get('flow'),
      at: form.get('at'),
      ...(form.all('days').length > 0 && { days: form.all('days').join(',') }),
    })),
  ),
  post(
    'homework/programme',
    byCommand('homework', 'care.assign', ({ form }) => ({
      flow: 'check-in',
      programme: true,
      at: form.get('at'),
      until: form.get('until'),
      ...(form.all('days').length > 0 && { days: form.all('days').join(',') }),
      ...(form.get('replaces') !== '' && { replaces: form.get('replaces') }),
    })),
  ),
  post(
    'homework/pause',
    byCommand('homework', 'care.pauseAssignment', ({ form }) => ({ id: form.get('id') })),
  ),
  post(
    'homework/resume',
    byCommand('homework', 'care.resumeAssignment', ({ form }) => ({ id: form.get('id') })),
  ),
  post(
    'homework/end',
    byCommand('homework', 'care.endAssignment', ({ form }) => ({ id: form.get('id') })),
  ),
  post(
    'homework/words',
    byCommand('homework', 'care.reminderWords', ({ form }) => ({ words: form.get('words') })),
  ),
  post(
    'homework/sessions',
    byCommand('homework', 'care.sessionReminders', ({ form }) => ({ state: form.get('state') })),
  ),
  { method: 'GET', path: of('measures'), for: CLINICAL, run: measuresPage },
  post('measures/review', byCommand('measures', 'care.reviewMeasures')),
  post(
    'measures/record',
    byCommand('measures', 'care.recordMeasure', ({ form }) => ({
      instrument: form.get('instrument'),
      answers: form.get('answers'),
    })),
  ),
  post(
    'measures/memory',
    byCommand('measures', 'care.rateMemory', ({ form }) => ({
      attachment: form.get('attachment'),
      intensity: form.get('intensity'),
      fright: form.get('fright'),
      ...(form.get('on') !== '' && { on: form.get('on') }),
    })),
  ),
  { method: 'GET', path: of('readiness'), for: CLINICAL, run: readinessPage },
  post('readiness/sign', byCommand('readiness', 'care.signReadiness', answersSent)),
  post(
    'readiness/alone',
    byCommand('readiness', 'care.alone', ({ form }) => ({
      flows: [form.get('flow')],
      withdraw: form.get('withdraw') === 'yes',
    })),
  ),
  post(
    'readiness/together',
    byCommand('readiness', 'care.together', ({ form }) => ({ flow: form.get('flow') })),
  ),
]
