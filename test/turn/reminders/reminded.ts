import type { FlowId } from '../../../src/core/ids.ts'
import type { Plan } from '../../../src/core/plan.ts'
import { clinicAtWork } from '../../support/clinic-at-work.ts'
import type { TestStore } from '../../support/database.ts'
import { clockTo } from '../../support/daytime.ts'

/* A client with reminders, on the store's own clock. */

export const ZONE = 'Europe/Berlin'
export const MINUTE = 60_000
const WELCOME = ['hello', 'Yes, I want this', 'Go on without trying', 'Go on without trying', 'No, not now']
export const ASKED = 'Your ten minutes, if you like.'

export async function reminded(opened: TestStore, start: Temporal.ZonedDateTime, change: Partial<Plan>) {
  const at = await clinicAtWork(opened)
  await opened.people.savePlan(at.clinic, at.client, (plan) => ({ ...plan, zone: ZONE }), 'operator')
  await clockTo(opened, start)
  for (const line of WELCOME) {
    await at.says(line)
    await at.work()
  }
  await opened.people.savePlan(at.clinic, at.client, (plan) => ({ ...plan, ...change }), 'operator')
  const reads = () => at.channel.reads(at.address.reveal()).map(({ text }) => text)
  /** Says what came by itself until then, each with the client's clock. */
  const passes = async (until: Temporal.ZonedDateTime, answer?: string) => {
    const came: string[] = []
    for (
      let now = await opened.store.time();
      now.getTime() < until.epochMilliseconds;
      now = await opened.store.time()
    ) {
      const before = reads().length
      await at.work()
      const clock = now.toTemporalInstant().toZonedDateTimeISO(ZONE).toPlainDateTime().toString().slice(5, 16)
      const news = reads().slice(before)
      came.push(...news.map((text) => `${clock} ${text}`))
      if (answer !== undefined && news.length > 0) {
        await at.says(answer)
        await at.work()
      }
      await opened.advanceTestClock(Math.min(30 * MINUTE, until.epochMilliseconds - now.getTime()))
    }
    return came
  }
  const prompts = async () => (await opened.care.prompts(at.clinic, at.client, 100)).toReversed()
  return { ...at, reads, passes, prompts }
}

export const daily = (flow: string, hour: number, since: Temporal.ZonedDateTime) => ({
  id: 'a1',
  flow: flow as FlowId,
  rule: `FREQ=DAILY;BYHOUR=${hour}`,
  windowMinutes: 120,
  since: new Date(since.epochMilliseconds).toISOString(),
})
