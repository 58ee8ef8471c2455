import { describe, expect, test } from 'vitest'
import { sessionsInCalendar } from '../../../src/care/schedule/calendar-file.ts'
import { sessionsFrom } from '../../../src/care/schedule/sessions.ts'
import { PLAN } from '../../store/a-clinic.ts'

const calendar = (...events: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//invented//EN', ...events, 'END:VCALENDAR'].join('\r\n')
const event = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n')

const WHEN = {
  match: 'K7QM',
  from: Date.parse('2026-03-01T00:00:00Z'),
  until: Date.parse('2026-05-01T00:00:00Z'),
  zone: 'Australia/Sydney',
}
const read = (...events: string[]) => sessionsInCalendar(calendar(...events), WHEN)

describe('a calendar file', () => {
  test('gives the times of what has the pseudonym in its title, and of nothing else', () => {
    const times = read(
      event('UID:1', 'SUMMARY:Session k7qm', 'DTSTART:20260310T230000Z'),
      event('UID:2', 'SUMMARY:Dentist', 'DTSTART:20260311T230000Z'),
      event('UID:3', 'SUMMARY:K7QM', 'STATUS:CANCELLED', 'DTSTART:20260312T230000Z'),
      event('UID:4', 'SUMMARY:K7QM away', 'DTSTART;VALUE=DATE:20260313'),
      event('UID:5', 'SUMMARY:K7QM', 'DTSTART:20270310T230000Z'),
    )
    expect(times).toEqual(['2026-03-10T23:00:00+00:00'])
  })

  test('keeps the hour of a weekly session over a change of the clocks', () => {
    const times = read(
      event('UID:1', 'SUMMARY:K7QM', 'DTSTART;TZID=Australia/Sydney:20260325T100000', 'RRULE:FREQ=WEEKLY;COUNT=3'),
    )
    // Summer time ends in Sydney on 5 April 2026.
    expect(times).toEqual(['2026-03-25T10:00:00+11:00', '2026-04-01T10:00:00+11:00', '2026-04-08T10:00:00+10:00'])
  })

  test('leaves out what was taken out of a series, and takes a moved one where it was moved to', () => {
    const times = read(
      event(
        'UID:1',
        'SUMMARY:K7QM',
        'DTSTART;TZID=Australia/Sydney:20260304T100000',
        'RRULE:FREQ=WEEKLY;COUNT=4',
        'EXDATE;TZID=Australia/Sydney:20260311T100000',
      ),
      event(
        'UID:1',
        'SUMMARY:K7QM',
        'RECURRENCE-ID;TZID=Australia/Sydney:20260318T100000',
        'DTSTART;TZID=Australia/Sydney:20260319T143000',
      ),
    )
    expect(times).toEqual(['2026-03-04T10:00:00+11:00', '2026-03-19T14:30:00+11:00', '2026-03-25T10:00:00+11:00'])
  })

  test('reads a time without a zone as the client’s, and a maker’s own zone as the file defines it', () => {
    const zone = [
      'BEGIN:VTIMEZONE',
      'TZID:Made Up Time',
      'BEGIN:STANDARD',
      'DTSTART:19700101T000000',
      'TZOFFSETFROM:+0930',
      'TZOFFSETTO:+0930',
      'END:STANDARD',
      'END:VTIMEZONE',
    ].join('\r\n')
    const times = read(
      zone,
      event('UID:1', 'SUMMARY:K7QM', 'DTSTART:20260310T100000'),
      event('UID:2', 'SUMMARY:K7QM', 'DTSTART;TZID=Made Up Time:20260311T100000'),
    )
    expect(times.map((at) => new Date(at).toISOString())).toEqual([
      '2026-03-09T23:00:00.000Z',
      '2026-03-11T00:30:00.000Z',
    ])
  })

  test('that has no end is read as far as half a year', () => {
    expect(read(event('UID:1', 'SUMMARY:K7QM', 'DTSTART:20200101T230000Z', 'RRULE:FREQ=DAILY'))).toHaveLength(61)
  })

  test('that is none is refused without a word of it', () => {
    for (const text of ['', 'Dear Sam', 'BEGIN:VCARD\r\nFN:Sam\r\nEND:VCARD', 'BEGIN:VCALENDAR'])
      expect(() => sessionsInCalendar(text, WHEN)).toThrow(/^That is no calendar file/)
  })
})

describe('a plan after a calendar was read', () => {
  const now = new Date('2026-03-12T00:00:00Z')
  const plan = { ...PLAN, sessions: ['2026-03-04T10:00:00+11:00', '2026-03-20T10:00:00+11:00'] }

  test('keeps what is past and has what the calendar says of what is to come', () => {
    const text = calendar(event('UID:1', 'SUMMARY:K7QM', 'DTSTART:20260325T000000Z'))
    expect(sessionsFrom(plan, { calendar: text, match: 'K7QM', now })).toEqual([
      '2026-03-04T10:00:00+11:00',
      '2026-03-25T00:00:00+00:00',
    ])
  })

  test('is left as it was where the calendar has nothing to come', () => {
    const text = calendar(event('UID:1', 'SUMMARY:Dentist', 'DTSTART:20260325T000000Z'))
    expect(() => sessionsFrom(plan, { calendar: text, match: 'K7QM', now })).toThrow('pseudonym')
  })
})
