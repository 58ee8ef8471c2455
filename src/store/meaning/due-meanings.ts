import { codeOf } from '../../core/errors.ts'
import type { ClientId, ClinicId, RowId } from '../../core/ids.ts'
import { LIMITS } from '../../core/limits.ts'
import { ClinicSettings } from '../../core/plan.ts'
import { ScreenResult } from '../../core/screen-result.ts'
import type { DueMeaning, MeaningsAsked } from '../../ports/store/late-meaning.ts'
import { atThisAge } from '../../rails/channel-ages.ts'
import { clientSeal, type Seal } from '../sealing/seal.ts'
import { call } from '../sql.ts'
import type { Context } from '../conversation/context.ts'
import { bodyFromText, textOf } from '../conversation/inbound-body.ts'
import { openPlan } from '../conversation/sender.ts'

interface Due {
  readonly id: RowId
  readonly client: ClientId
  readonly body: string
  readonly screen: unknown
  readonly wary: boolean
  readonly late: boolean
  readonly receivedAt: string
  readonly writtenAt: string | null
  readonly now: string
  readonly plan: string
  readonly settings: unknown
  readonly texts: readonly { readonly id: RowId; readonly body: string }[]
  readonly askedBefore: boolean
}

/** Messages of which nobody read the meaning in time; see `functions/due_meanings.sql`. */
export async function dueMeanings(context: Context, clinic: ClinicId, asked: MeaningsAsked): Promise<DueMeaning[]> {
  const { meaningLookAfterMs: afterMs, meaningLeaseMs: leaseMs, meaningGiveUpMs: giveUpMs } = LIMITS
  const due = await call<Due[]>(context.sql, 'due_meanings', { clinic, ...asked, afterMs, leaseMs, giveUpMs })
  const opened: DueMeaning[] = []
  for (const one of due) {
    try {
      opened.push(openDue(await clientSeal(context.keys, clinic, one.client), one))
    } catch (error) {
      // Erased meanwhile: there is nothing to read any more.
      if (codeOf(error) !== 'key.missing') throw error
    }
  }
  return opened
}

function openDue(seal: Seal, due: Due): DueMeaning {
  const bodyOf = ({ id, body }: { id: RowId; body: string }) =>
    bodyFromText(seal.open({ table: 'inbox', row: id, column: 'body' }, body))
  const { client, wary, askedBefore, late, receivedAt, writtenAt } = due
  const now = new Date(due.now)
  return {
    message: due.id,
    client,
    body: bodyOf(due),
    screen: ScreenResult.parse(due.screen),
    wary,
    lastTexts: due.texts.flatMap((text) => textOf(bodyOf(text)) ?? []),
    askedBefore,
    lateByMs: late && writtenAt !== null ? Date.parse(receivedAt) - Date.parse(writtenAt) : null,
    plan: atThisAge(openPlan(seal, client, due.plan), now),
    settings: ClinicSettings.parse(due.settings),
    now,
  }
}
