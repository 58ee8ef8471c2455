/** What `client add` and its sisters answer. */
export interface PairingAnswer {
  readonly clientId?: string
  readonly clinicianId?: string
  readonly pairingCode: string
  readonly telegramLink: string | null
  readonly webLink: string | null
}

export function pairingWords({ clientId, clinicianId, pairingCode, ...links }: PairingAnswer): string {
  return [
    `${clientId ? 'Client' : 'Clinician'} ${clientId ?? clinicianId ?? ''}`,
    `Pairing code, shown this once, good for one day: ${pairingCode}`,
    ...(links.telegramLink ? [`Telegram: ${links.telegramLink}`] : []),
    ...(links.webLink ? [`Web: ${links.webLink}`] : []),
    `This terminal: holdfast chat --as ${clientId ? 'NAME' : 'clinician'} --pair ${pairingCode}`,
    ...(clientId ? ['Once they opened it: holdfast link list, then holdfast link confirm LINK.'] : []),
  ].join('\n')
}

export function invitationWords(made: unknown): string {
  const { name, link } = made as { name: string; link: string }
  return [
    `A link for ${name}, shown this once. It works once and for two days:`,
    link,
    'Hand it over in person or by a way that only they read. An older link of theirs has stopped working.',
  ].join('\n')
}

interface Client {
  readonly pseudonym: string
  readonly name: string
  readonly status: string
  readonly latched: boolean
  readonly links: readonly { channel: string; state: string }[]
}

interface Flag {
  readonly id: string
  readonly level: string
  readonly state: string
  readonly pseudonym: string
  readonly reasons: readonly { rule: string; at: string }[]
  /** By when an amber must be looked at, or its client reached. */
  readonly deadline: string | null
}

/** Lists as a person reads them. */
export const rows = {
  clients: (all: readonly Client[]): string =>
    listed(
      all.map(({ pseudonym, name, status, latched, links }) => {
        const reached = links.map(({ channel, state }) => `${channel} (${state})`).join(', ')
        return `${pseudonym}  ${name}  ${status}${latched ? ', latched' : ''}  ${reached || 'no link yet'}`
      }),
      'No client yet.',
    ),
  clinicians: (all: readonly { id: string; name: string; role: string; linked: readonly string[] }[]): string =>
    listed(
      all.map(({ id, name, role, linked }) => `${id}  ${name}  ${role}  ${linked.join(', ') || 'no link yet'}`),
      'No clinician yet.',
    ),
  links: (
    all: readonly { link: string; pseudonym: string; channel: string; display: string | null; openedAt: string }[],
  ): string =>
    listed(
      all.map(
        ({ link, pseudonym, channel, display, openedAt }) =>
          `${link}  ${pseudonym}  ${channel}  ${display ?? '(no name)'}  since ${openedAt}`,
      ),
      'No account waits.',
    ),
  flags: (all: readonly Flag[]): string =>
    listed(
      all.map(({ id, level, state, pseudonym, reasons, deadline }) => {
        const due = deadline === null ? '' : `  due ${deadline}`
        const why = reasons.map(({ rule, at }) => `${rule} at ${at}`).join('; ')
        return `${level.padEnd(5)}  ${state.padEnd(6)}  ${pseudonym}  ${id}  ${why}${due}`
      }),
      'Nothing to look at.',
    ),
}

function listed(lines: readonly string[], none: string): string {
  return lines.length === 0 ? none : lines.join('\n')
}
