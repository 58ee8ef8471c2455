import type { RowId } from '../core/ids.ts'
import { LIMITS } from '../core/limits.ts'
import type { Notice } from '../core/message.ts'
import type { DutyPerson, NoticeRow } from '../ports/duty.ts'
import type { World } from '../ports/world.ts'

type Ids = Pick<World, 'newId'>

/** One notice to one person: the best link now, each further one if those before it failed or took too long. */
export function onFirstLink({ links }: DutyPerson, notice: Notice, { newId }: Ids): NoticeRow[] {
  const person = newId() as RowId
  return links.map(({ link }, place) => ({
    id: newId() as RowId,
    link,
    notice,
    person,
    afterMs: place * LIMITS.noticeFallbackMs,
  }))
}

/** One notice on every link of a person at once. */
export function onEveryLink({ links }: DutyPerson, notice: Notice, { newId }: Ids): NoticeRow[] {
  return links.map(({ link }) => ({ id: newId() as RowId, link, notice }))
}
