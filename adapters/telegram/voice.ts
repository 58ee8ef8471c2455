import { type Api, InputFile } from 'grammy'
import type { Voice } from '../../src/ports/channel.ts'
import type { Log } from '../../src/ports/world.ts'
import { receiptOf, refusalCode } from './receipt.ts'

/** Telegram's limit for the words under a voice message, in UTF-16 units. */
export const CAPTION_LENGTH = 1024

export interface Speaking {
  readonly api: Api
  readonly log: Log
  readonly botId: string
}

type Manner = NonNullable<Parameters<Api['sendVoice']>[2]>

/**
 * Sends a recording: by the id of the copy that Telegram has from the last time, else by uploading it once. The id is of
 * one bot only, and Telegram may forget it: then the sound is uploaded anew.
 *
 * @returns null where it cannot be played here (removed meanwhile, or the person takes no voice messages): then the
 *   line's words go alone. Any other failure is thrown.
 */
export async function sendVoice(
  { api, log, botId }: Speaking,
  chat: string,
  voice: Voice,
  manner: Manner,
): Promise<{ readonly id: number; readonly copy: string } | null> {
  const known = copyOf(voice, botId)
  const speak = async (what: string | InputFile) => {
    const sent = await api.sendVoice(chat, what, manner)
    return { id: sent.message_id, copy: `${botId}:${sent.voice.file_id}` }
  }
  try {
    if (known !== null) return await speak(known)
  } catch (error) {
    if (refusalCode(error) !== 400) throw error
    log.info('telegram.copy-forgotten')
  }
  const bytes = await voice.bytes()
  if (bytes === null) return null
  try {
    return await speak(new InputFile(bytes, `voice.${voice.format}`))
  } catch (error) {
    const { receipt, code } = receiptOf(error)
    if (receipt.kind !== 'refused' || receipt.why !== 'invalid') throw error
    log.warn('telegram.no-voice', { code })
    return null
  }
}

function copyOf({ copy }: Voice, botId: string): string | null {
  const held = copy?.reveal() ?? ''
  return held.startsWith(`${botId}:`) ? held.slice(botId.length + 1) : null
}
