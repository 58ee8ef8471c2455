import { auditorFindings } from './auditor-findings.ts'
import { coverFindings } from './cover-findings.ts'
import { directoryFindings } from './directory-findings.ts'
import { dutyFindings, heartbeatFinding } from './duty-findings.ts'
import { bad, warn, type Examination, type Finding } from './finding.ts'
import { keyFindings } from './key-findings.ts'
import { retentionFindings } from './retention-findings.ts'
import { draftFindings, scriptFindings } from './script-findings.ts'
import { storeFindings } from './store-findings.ts'
import type { CommandDeps } from '../operate/verb.ts'

/** Looks at everything that can be wrong without anybody noticing. Changes nothing. */
export async function examine(deps: CommandDeps): Promise<Examination> {
  const clinic = deps.clinic()
  const settings = (await deps.people.clinics()).find(({ id }) => id === clinic)?.settings
  const findings = [
    ...(settings?.demo ? [demoBanner(deps)] : []),
    ...(await storeFindings(deps, clinic)),
    ...(await keyFindings(deps, settings?.demo === true)),
    ...(await scriptFindings(deps, clinic)),
    ...draftFindings(),
    ...(settings ? await coverFindings(deps, clinic, settings) : []),
    ...(settings ? await directoryFindings(deps, clinic, settings) : []),
    ...(await dutyFindings(deps, clinic)),
    ...(settings ? [heartbeatFinding(settings)] : []),
    ...(await auditorFindings(deps, clinic)),
    ...(settings ? await retentionFindings(deps, clinic, settings) : []),
  ]
  return { ok: findings.every(({ light }) => light !== 'bad'), findings }
}

function demoBanner({ facts }: CommandDeps): Finding {
  const says = 'This is the demo clinic. Nobody reads what is written here, and no clinician has signed its flows.'
  return facts.realChannels.length > 0
    ? bad('demo', says, `Real people can reach it by ${facts.realChannels.join(', ')}. Stop it and set up a clinic.`)
    : warn('demo', says, 'For real clients, set up a clinic with its own database, key and clinicians.')
}
