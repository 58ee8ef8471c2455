import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TerminalHub } from '../../../adapters/terminal/index.ts'
import type { Command } from '../../../src/cli/run/control-session.ts'
import { openControl, type Control } from '../../../src/cli/run/control.ts'

/** A control socket in a folder of its own, as `holdfast start` opens it. Several can be opened there one after the other. */
export interface ControlFolder {
  readonly path: string
  opens(commands?: Record<string, Command>, hub?: TerminalHub): Promise<Control>
  remove(): Promise<void>
}

export function controlFolder(): ControlFolder {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-'))
  const path = join(folder, 'control.sock')
  const opened: Control[] = []
  return {
    path,
    opens: async (commands = {}, hub = new TerminalHub()) => {
      const control = await openControl({ path, commands, terminal: hub })
      opened.push(control)
      return control
    },
    remove: async () => {
      for (const control of opened) await control.close()
      rmSync(folder, { recursive: true })
    },
  }
}
