import { expect, test } from 'vitest'
import { eachDatabase } from '../../support/database.ts'
import { clockTo } from '../../support/daytime.ts'
import { saveSettings } from '../../turn/a-node.ts'
import { ASKED, daily, reminded, ZONE } from '../../turn/reminders/reminded.ts'
import { aConsole, Browser } from '../a-console.ts'

/* A planned ending, made in the console, as the client lives it (care C27): reminders fade, they take along what is theirs, one last message. */

const TAKE = ['menu', 'More practices', 'Other practices', 'Cards and recordings', 'To take along', 'All of it']

/** Days from one reminder to the next. */
const EVERY = 3

eachDatabase('the last weeks before a planned ending', (open) => {
  test('fade, leave time to take things along, and close with one message', async () => {
    const opened = await open()
    const now = (await opened.store.time()).toTemporalInstant().toZonedDateTimeISO(ZONE)
    // Three days before the four weeks in which reminders fade.
    const start = now.add({ days: 1 }).withPlainTime('08:00')
    const lastDay = start.add({ days: 31 })
    const at = await reminded(opened, start, {
      assignments: [{ ...daily('check-in', 9, start), rule: `FREQ=DAILY;INTERVAL=${EVERY};BYHOUR=9` }],
    })
    await saveSettings(opened, at, { phone: '02 5550 0100' })
    const { app } = aConsole(opened, at.clinic)
    const file = `/clients/${at.client}`
    const signIn = async () => {
      const browser = await Browser.as(opened, app, { clinic: at.clinic, clinician: at.therapist })
      await browser.get(`${file}/discharge`)
      return browser
    }
    const says = async (...lines: string[]) => {
      for (const line of lines) {
        await at.says(line)
        await at.work()
      }
    }
    await says('menu', 'My place', 'the old oak', 'acorn', 'Not now')
    const planned = { kind: 'planned', on: lastDay.toPlainDate().toString(), sure: 'yes' }
    expect((await (await signIn()).post(`${file}/discharge`, planned)).to).toBe(`/console${file}`)

    /** Whether a reminder came at nine of that day; it is answered, so that it grows fewer for no other reason. */
    const cameOn = async (day: Temporal.ZonedDateTime) => {
      await clockTo(opened, day.withPlainTime('09:01'))
      const before = at.reads().length
      await at.work()
      const came = at.reads().slice(before).includes(ASKED)
      if (came) await says('Not today')
      return came
    }
    const days: boolean[] = []
    for (let day = start; Temporal.ZonedDateTime.compare(day, lastDay) < 0; day = day.add({ days: EVERY }))
      days.push(await cameOn(day))
    // The one before the four weeks, then every second one.
    expect(days).toEqual([true, true, false, true, false, true, false, true, false, true, false])

    const before = at.reads().length
    await says(...TAKE)
    const card = at.reads().slice(before).join('\n')
    expect(card).toContain('My place: “the old oak”. My word: “acorn”.')

    await clockTo(opened, lastDay.withPlainTime('15:00'))
    const browser = await signIn()
    expect((await browser.get(file)).text).toContain(`The ending is planned for ${planned.on}`)
    const shown = at.reads().length
    expect((await browser.post(`${file}/discharge`, { kind: 'planned', sure: 'yes' })).to).toBe(`/console${file}`)
    await at.work()
    const last = at.reads().slice(shown)
    expect(last).toHaveLength(1)
    expect(last[0]).toMatch(/^This chat is no longer read\..*The clinic: 02 5550 0100\./s)
    expect((await browser.get(file)).text).toContain('<h2>Discharged</h2>')
    for (const ahead of [2, 5]) {
      expect(await cameOn(lastDay.add({ days: ahead }))).toBe(false)
      expect(at.reads()).toHaveLength(shown + 1)
    }
  })
})
