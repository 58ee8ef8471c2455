import type { CommandDeps } from '../operate/verb.ts'
import { bad, ok, warn, type Finding } from './finding.ts'

/** Whether the key that opens everything could be brought back, and whether a change of it stands half way. */
export async function keyFindings({ facts, keys }: CommandDeps, isDemo: boolean): Promise<Finding[]> {
  const { sheet, rotation } = await keys.standing()
  return [
    ...(rotation === 'not begun'
      ? [warn('rotation', 'HOLDFAST_KEY_NEXT is set, and nothing is wrapped under it yet.', 'holdfast rotate-keys')]
      : []),
    ...(rotation === 'done or under way'
      ? [
          warn(
            'rotation',
            'New keys are wrapped under HOLDFAST_KEY_NEXT.',
            'Run holdfast rotate-keys once more; when it has nothing to do, set HOLDFAST_KEY to the new key and remove HOLDFAST_KEY_NEXT.',
          ),
        ]
      : []),
    facts.keyFrom === 'data folder'
      ? warn(
          'key',
          'The key that opens the data lies beside the data.',
          'Set HOLDFAST_KEY before anybody real is added.',
        )
      : sheet === 'typed back'
        ? ok('key', 'The recovery sheet of this key was typed back.')
        : (isDemo ? warn : bad)(
            'key',
            'Nobody has typed the recovery sheet of this key back. If the key is lost, everything is.',
            'holdfast recovery print, give the halves to two people, then holdfast recovery type.',
          ),
  ]
}
