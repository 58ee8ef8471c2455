import { html } from 'hono/html'
import { LEVELS } from '../../care/levels.ts'
import { Refused, type Answer, type Html, type Visit } from '../http/visit.ts'
import { field, form, tick } from '../look/layout.ts'
import { mayChange, saved } from './page-parts.ts'

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

/** When somebody is there by the clinic's own word, week by week and on single dates. */
export function hoursCard(visit: Visit): Html {
  const { cover, zone, rounds = LEVELS.round } = visit.settings
  const windows = [...cover, null]
  return html`<section class="card" id="hours">
    <h2>When somebody is there</h2>
    <p class="soft">On the clinic’s clock: ${zone}. The same time twice is all day.</p>
    ${
      mayChange(visit)
        ? form(
            visit,
            '/cover/hours',
            html`${windows.map((window, place) => windowFields(window, place))}
              <div class="two tight">
                ${field({ name: 'morning', label: 'Morning round', type: 'time', value: rounds.morning, required: true })}
                ${field({ name: 'evening', label: 'Evening round', type: 'time', value: rounds.evening, required: true })}
              </div>
              <button>Save the hours</button>`,
          )
        : html`<ul class="reasons">
            ${cover.map(({ days, from, to }) => html`<li>${days.map((day) => DAYS[day - 1]).join(', ')}: ${from === to ? 'all day' : `${from} to ${to}`}</li>`)}
            <li>Rounds at ${rounds.morning} and ${rounds.evening}</li>
          </ul>`
    }
    ${holidays(visit)}
  </section>`
}

type Window = Visit['settings']['cover'][number] | null

function windowFields(window: Window, place: number): Html {
  const days = window?.days ?? []
  return html`<fieldset class="window">
    <legend>${window ? `Hours ${place + 1}` : 'More hours (leave the days empty for none)'}</legend>
    <div class="row">
      ${DAYS.map((day, at) => tick(`day-${place}`, day.slice(0, 3), { value: String(at + 1), on: days.includes(at + 1) }))}
    </div>
    <div class="two tight">
      ${field({ name: 'opens', id: `opens-${place}`, label: 'From', type: 'time', value: window?.from ?? '' })}
      ${field({ name: 'closes', id: `closes-${place}`, label: 'To', type: 'time', value: window?.to ?? '' })}
    </div>
  </fieldset>`
}

function holidays(visit: Visit): Html {
  const all = (visit.settings.holidays ?? []).toSorted((a, b) => a.on.localeCompare(b.on))
  return html`<h3>Single dates</h3>
    ${all.length === 0 ? html`<p class="soft">None. On every date its weekday’s hours stand.</p>` : ''}
    <ul class="plain">
      ${all.map(
        ({ on, name, windows }) =>
          html`<li class="row apart step">
            <span
              ><strong>${on}</strong> ${name ?? ''}
              <span class="soft"
                >${windows.length === 0 ? 'closed' : windows.map(({ from, to }) => `${from} to ${to}`).join(', ')}</span
              ></span
            >
            ${
              mayChange(visit)
                ? form(
                    visit,
                    '/cover/holidays/remove',
                    html`<input type="hidden" name="on" value="${on}" /><button class="quiet">
                        Take out<span class="soft"> ${on}</span>
                      </button>`,
                  )
                : ''
            }
          </li>`,
      )}
    </ul>
    ${
      mayChange(visit)
        ? form(
            visit,
            '/cover/holidays',
            html`<div class="two tight">
                ${field({ name: 'on', label: 'Date', type: 'date', required: true })}
                ${field({ name: 'name', id: 'holiday-name', label: 'What it is' })}
                ${field({ name: 'opens', id: 'holiday-opens', label: 'Opens at', type: 'time' })}
                ${field({ name: 'closes', id: 'holiday-closes', label: 'and closes at', type: 'time' })}
              </div>
              <p class="hint">Without times the clinic is closed on it.</p>
              <button class="second">Add the date</button>`,
          )
        : ''
    }`
}

export function saveHours(visit: Visit): Promise<Answer> {
  const { form: sent } = visit
  const [from, to] = [sent.all('opens'), sent.all('closes')]
  const cover = from.flatMap((start, place) => {
    const days = sent.all(`day-${place}`).map(Number)
    if (days.length === 0) return []
    const end = to[place] ?? ''
    if (start === '' || end === '') throw new Refused(`Hours ${place + 1} need a beginning and an end.`)
    return [{ days, from: start, to: end }]
  })
  const rounds = { morning: sent.get('morning'), evening: sent.get('evening') }
  return saved(visit, (settings) => ({ ...settings, cover, rounds }))
}

/** A date stands once: a second word on it replaces the first. */
export function saveHoliday(visit: Visit): Promise<Answer> {
  const { form: sent } = visit
  const [on, name, from, to] = ['on', 'name', 'opens', 'closes'].map((one) => sent.get(one))
  if (!on) throw new Refused('Please give the date.')
  if ((from === '') !== (to === ''))
    throw new Refused('Give both times, or neither: then nobody is there on that date.')
  const windows = from && to ? [{ from, to }] : []
  return saved(visit, (settings) => ({
    ...settings,
    holidays: [...(settings.holidays ?? []).filter((one) => one.on !== on), { on, ...(name && { name }), windows }],
  }))
}

export function removeHoliday(visit: Visit): Promise<Answer> {
  const on = visit.form.get('on')
  return saved(visit, (settings) => ({
    ...settings,
    holidays: (settings.holidays ?? []).filter((one) => one.on !== on),
  }))
}
