import { html } from 'hono/html'
import type { SoundFormat } from '../../core/message.ts'
import { formatOf } from '../../core/sound/format.ts'
import type { Form, Html, Visit } from '../http/visit.ts'

/* A voice in the console: one form, one check, one player, whatever it is recorded for. */

const MEGABYTE = 1024 * 1024

export const tooLarge = (most: number) =>
  `That recording is larger than ${most / MEGABYTE} MB, and nothing was changed. Please record a shorter one, or save it as OGG/Opus with 32 kbit/s: a minute is 240 kB then.`

/** What the form brought, by its first bytes; or what is wrong with it, for whoever sent it. */
export function soundSent(
  form: Form,
  most: number,
): { readonly sound: Buffer; readonly format: SoundFormat } | { readonly problem: string } {
  const [sound, another] = [form.file('sound'), form.file('file')].filter((one) => one !== null && one.length > 0)
  if (!sound) return { problem: 'There was no recording in it.' }
  if (another) return { problem: 'There were two recordings in it. Please record one, or choose one.' }
  if (sound.length > most) return { problem: tooLarge(most) }
  const format = formatOf(sound)
  if (format !== null) return { sound, format }
  return {
    problem:
      'That is no OGG, MP3 or M4A recording. Please record it as one of these, or save it as one: every phone plays them.',
  }
}

interface SoundForm {
  /** Under /console. */
  readonly action: string
  /** Different for each form of a page. */
  readonly id: string
  readonly label: string
  readonly hint: string
  readonly most: number
  readonly button: string
  /** Whether it may be a file from before, too. */
  readonly file?: true
}

/** On a phone the first field opens its recorder. It needs no script. */
export const soundForm = ({ csrf }: Pick<Visit, 'csrf'>, given: SoundForm): Html =>
  html`<form method="post" action="/console${given.action}" enctype="multipart/form-data">
    <input type="hidden" name="csrf" value="${csrf}" />
    <p class="field">
      <label for="${given.id}">${given.label}</label>
      <input
        id="${given.id}"
        name="sound"
        type="file"
        accept="audio/*"
        capture
        ${given.file ? '' : html`required`}
        aria-describedby="${given.id}-hint"
      />
      <span class="hint" id="${given.id}-hint"
        >OGG, MP3 or M4A, ${given.most / MEGABYTE} MB at most. ${given.hint} Nothing checks whether spoken words
        lead.</span
      >
    </p>
    ${
      given.file
        ? html`<p class="field">
            <label for="${given.id}-file">Or a file that you have</label>
            <input id="${given.id}-file" name="file" type="file" accept="audio/*" />
          </p>`
        : ''
    }
    <button class="second">${given.button}</button>
  </form>`

/** `from`: under /console. Nothing is fetched before somebody plays it. */
export const player = (from: string, label = 'Recording'): Html =>
  html`<audio controls preload="none" src="/console${from}" aria-label="${label}"></audio>`

export const sizeOf = (bytes: number) =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
