import { z } from 'zod'
import { LinkId } from '../../core/ids.ts'
import type { Notice } from '../../core/message.ts'
import { Private } from '../../core/private.ts'
import { onEveryLink } from '../../escalation/notice-rows.ts'
import { testNotice } from '../../escalation/notice-text.ts'
import { hashOfCode } from '../care/pairing.ts'
import { clinicianNamed, refused, verb, type CommandDeps, type Verb } from '../operate/verb.ts'

/** Long enough to go to a mailbox and back, too short to be found there later. */
const CODE_LIVES_MS = 60 * 60_000
const CODE_BYTES = 6

const Reached = {
  clinician: z.string(),
  channel: z.enum(['mail', 'webhook']),
  address: z.string().trim().min(1).max(200),
  code: z.string().trim().optional(),
}
type Reached = z.infer<z.ZodObject<typeof Reached>>

/** `clinician reach`, `clinician test`, `webhook-key`: that notices arrive where nobody writes back. */
export function reachVerbs(deps: CommandDeps): Record<string, Verb> {
  return {
    'duty.reach': verb(Reached, (asked) =>
      asked.code === undefined ? sendCode(deps, asked) : confirm(deps, asked, asked.code),
    ),
    'duty.test': verb({ clinician: z.string() }, async ({ clinician }) => {
      const { id, name } = await clinicianNamed(deps, clinician)
      const person = (await deps.duty.people(deps.clinic())).find((one) => one.clinician === id)
      if (!person || person.links.length === 0)
        throw refused(`No channel reaches ${name} yet.`, 'Cure: holdfast clinician pair.')
      await deps.duty.tell(deps.clinic(), onEveryLink(person, testNotice(), deps.world))
      return { clinician: id, links: person.links.map(({ channel }) => channel) }
    }),
    'duty.webhookKey': verb({}, async () => ({ key: deps.webhookKey() })),
  }
}

/** Nobody's address enters a chain before a code came back from it (care C1): the code is good for this address only. */
async function sendCode(deps: CommandDeps, { clinician, channel, address }: Reached) {
  const { id } = await clinicianNamed(deps, clinician)
  const to = addressOf(channel, address)
  const code = deps.randomBytes(CODE_BYTES).toString('hex')
  await deps.people.addPairingCode({
    clinic: deps.clinic(),
    codeHash: codeFor(to, code),
    for: { kind: 'clinician', id },
    expiresAfterMs: CODE_LIVES_MS,
  })
  const receipt = await deps.tellAt({ channel, address: new Private(to) }, codeNotice(code))
  if (receipt === 'not-set-up')
    throw refused(
      `This machine sends no ${channel}.`,
      `Cure: set ${channel === 'mail' ? 'SMTP_URL' : 'NOTIFY_WEBHOOK_URL'}.`,
    )
  if (receipt.kind === 'refused' || receipt.kind === 'later')
    throw refused(
      `The code could not be sent (${receipt.kind === 'refused' ? receipt.why : 'try again'}). Check the address.`,
    )
  return { clinicianId: id, channel, state: 'code sent' }
}

async function confirm(deps: CommandDeps, { clinician, channel, address }: Reached, code: string) {
  const { id } = await clinicianNamed(deps, clinician)
  const to = addressOf(channel, address)
  const opened = await deps.people.openPairing({
    clinic: deps.clinic(),
    codeHash: codeFor(to, code),
    link: LinkId.parse(deps.world.newId()),
    channel,
    address: new Private(to),
    display: undefined,
  })
  if (opened === 'unknown-code')
    throw refused(
      'That code is not the one sent to this address, or it is over an hour old.',
      'Ask for another without --code.',
    )
  return { clinicianId: id, channel, state: 'confirmed' }
}

function addressOf(channel: Reached['channel'], text: string): string {
  const good = channel === 'mail' ? z.email().safeParse(text).success : /^[\w.@+-]{1,80}$/.test(text)
  if (good) return channel === 'mail' ? text.toLowerCase() : text
  throw refused(
    channel === 'mail'
      ? 'That is no mail address. Write it as robin@clinic.example.'
      : 'The name at the on-call service has letters, digits and . @ + - _ only.',
  )
}

const codeFor = (address: string, code: string) => hashOfCode(`${address} ${code.toLowerCase()}`)

function codeNotice(code: string): Notice {
  return {
    kind: 'notice',
    text: `Your code is ${code}. With it notices of your clinic come here. If you did not ask for it, leave it.`,
    buttons: [],
    about: { event: 'confirm', pseudonym: null, level: null, ref: code },
  }
}
