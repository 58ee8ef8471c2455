import { createTransport } from 'nodemailer'
import type { Notice, Receipt } from '../../src/core/message.ts'
import type { Abilities, Channel } from '../../src/ports/channel.ts'
import type { Log } from '../../src/ports/world.ts'
import { receiptOf } from './receipt.ts'

export interface MailOptions {
  /** SMTP_URL. `?from=alarm@clinic.example` names the sender; else the login, or holdfast at the server's name. */
  readonly url: string
  /** Where a clinician signs in, for the link in a notice; null: none is given. */
  readonly publicUrl: string | null
  readonly log: Log
}

/** Long for a phone, short for a mailbox: a notice is two lines. */
const TEXT_LENGTH = 16_384
/** A server that does not answer must not hold up the next link of the same person. */
const PATIENCE_MS = 10_000

const CAN: Abilities = {
  textLength: TEXT_LENGTH,
  buttons: 0,
  labelLength: 0,
  tokenBytes: 64,
  retractButtons: false,
  delete: false,
  pin: false,
  voice: false,
  receipts: true,
}

/** Mail as a channel that carries clinicians' notices and nothing else: pseudonym, level and a link, never words (P11). */
export function createMailChannel({ url, publicUrl, log }: MailOptions): Channel {
  const { server, from } = serverOf(url)
  const transport = createTransport(
    { url: server, connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS },
    { from },
  )
  return {
    name: 'mail',
    can: CAN,
    start: async () => {},
    stop: async () => transport.close(),
    async send(to, message, key): Promise<Receipt> {
      if (message.kind !== 'notice') return { kind: 'refused', why: 'invalid' }
      try {
        // The same key is the same mail: a server or mailbox that knows it shows it once.
        const messageId = `<${key}@holdfast.invalid>`
        await transport.sendMail({
          to: { name: '', address: to.reveal() },
          messageId,
          subject: subjectOf(message),
          text: textOf(message, publicUrl),
        })
        return { kind: 'sent', id: messageId }
      } catch (error) {
        const { receipt, code } = receiptOf(error)
        log.warn('mail.not-sent', { code, receipt: receipt.kind })
        return receipt
      }
    },
    amend: async () => 'unsupported',
  }
}

/** What a lock screen shows: no more than the notice itself does. */
function subjectOf({ about }: Notice): string {
  if (!about) return 'Holdfast'
  return ['Holdfast:', about.level?.toUpperCase(), about.pseudonym, about.level ? undefined : about.event]
    .filter(Boolean)
    .join(' ')
}

function textOf({ text, about }: Notice, publicUrl: string | null): string {
  const asks = about?.event === 'escalation' || about?.event === 'outcome-due'
  return asks && publicUrl !== null ? `${text}\n\nOpen: ${publicUrl}/console` : text
}

function serverOf(text: string): { server: string; from: string } {
  const url = new URL(text)
  const named = url.searchParams.get('from')
  url.searchParams.delete('from')
  const login = decodeURIComponent(url.username)
  return { server: url.href, from: named ?? (login.includes('@') ? login : `holdfast@${url.hostname}`) }
}
