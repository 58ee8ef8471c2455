import { expect, test } from 'vitest'
import { aClinic, settingsFor } from '../../store/a-clinic.ts'
import { eachDatabase } from '../../support/database.ts'
import { aClinician, aConsole, Browser } from '../a-console.ts'

/** Question → what its card says, without the part that is folded away. */
function cards(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/<h2>(.*?)<\/h2>(.*?)<\/section>/gs)].map(([, asks = '', body = '']) => [
      asks,
      body
        .replace(/<details>.*<\/details>/s, '')
        .replaceAll(/<[^>]*>/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    ]),
  )
}

eachDatabase('is it all right?', (open) => {
  test('five lights on one screen, and beside each that is not green what is wrong and its cure', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await opened.people.saveSettings(at.clinic, { ...settingsFor(at.therapist), chain: [] }, 'Lee')
    const lead = await aClinician(opened, at.clinic, 'lead')
    const browser = await Browser.as(opened, aConsole(opened, at.clinic).app, { clinic: at.clinic, clinician: lead })
    const { status, text } = await browser.get('/well')
    expect(status).toBe(200)
    const found = cards(text)
    expect(Object.keys(found)).toEqual([
      'Does a person answer?',
      'Do messages arrive?',
      'Is what clients read signed and checked?',
      'Would somebody outside notice if it stopped?',
      'Is the data safe?',
    ])
    expect(found['Does a person answer?']).toMatch(/^Not all right .*Nobody is told when a client is in danger/)
    expect(found['Do messages arrive?']).toBe('All right')
    expect(found['Would somebody outside notice if it stopped?']).toMatch(/^Look at it .*holdfast cover heartbeat URL/)
    expect(found['Is the data safe?']).toMatch(/^Not all right .*holdfast recovery print/)

    const heard = { ...settingsFor(at.therapist), heartbeatUrl: 'https://watch.example.org/x' }
    await opened.people.saveSettings(at.clinic, heard, 'Lee')
    const again = cards((await browser.get('/well')).text)
    expect(again['Would somebody outside notice if it stopped?']).toBe('All right')
  })
})
