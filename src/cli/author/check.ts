import { examine } from '../../lint/examine.ts'
import { reportOn } from './report.ts'

/**
 * `holdfast check`: read flow files or folders of them, prove them, and hold every line against the never-lead rules.
 * @returns the exit code: 0 if nothing refuses any flow, else 1.
 */
export async function check(paths: string[], { json }: { json: boolean }): Promise<number> {
  return reportOn(paths, { command: 'check', json }, ({ files, beside }) => examine(files, beside))
}
