import { z } from 'zod'
import { refused, verb, type CommandDeps, type Verb } from '../operate/verb.ts'

/** `rotate-keys`, `recovery type`, `backup`. */
export function keysVerbs({ keys, backups, store }: CommandDeps): Record<string, Verb> {
  return {
    'keys.rotate': verb({}, () => keys.rotate()),
    'keys.now': verb({}, async () => ({ now: (await store.time()).toISOString() })),
    'keys.copy': verb({ under: z.base64() }, async ({ under }) => ({
      sealed: await keys.copy(Buffer.from(under, 'base64')),
    })),
    'backup.take': verb({ path: z.string() }, async ({ path }) => backups.take(path, await store.time())),
    'keys.typedBack': verb({ key: z.base64() }, async ({ key }) => {
      if (!(await keys.isSheetOf(Buffer.from(key, 'base64'))))
        throw refused(
          'These halves make another key than the one in use.',
          'Print the sheet anew, destroy the old one, and type the new one back: holdfast recovery print.',
        )
      await keys.typedBack()
      return { typedBack: true }
    }),
  }
}
