import { html } from 'hono/html'
import type { Html } from '../http/visit.ts'

/* Pictures drawn by the server. Each stands beside a table with the same numbers, so the picture itself is described in a line. */

export interface Point {
  readonly label: string
  readonly value: number
}

const WIDTH = 560
const HEIGHT = 140
const LEFT = 26
const FOOT = 18
const MOST = 10

const y = (value: number, height = HEIGHT) => 8 + (1 - value / MOST) * (height - FOOT - 8)
const x = (index: number, count: number) => LEFT + (count === 1 ? 0.5 : index / (count - 1)) * (WIDTH - LEFT - 10)

/** A line of ratings from 0 to 10. `limit`: where imagery is left. */
export function curve(points: readonly Point[], title: string, limit?: number): Html {
  const path = points
    .map(({ value }, index) => `${x(index, points.length).toFixed(1)},${y(value).toFixed(1)}`)
    .join(' ')
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
    ${[0, 5, 10].map((value) => gridLine(value))}
    ${limit === undefined ? '' : html`<line class="limit" x1="${LEFT}" x2="${WIDTH}" y1="${y(limit)}" y2="${y(limit)}" />`}
    <polyline class="line" points="${path}" />
    ${points.map(({ value }, index) => html`<circle class="dot" r="3.5" cx="${x(index, points.length).toFixed(1)}" cy="${y(value).toFixed(1)}" />`)}
  </svg>`
}

const gridLine = (value: number, label = value) =>
  html`<line class="grid" x1="${LEFT}" x2="${WIDTH}" y1="${y(value)}" y2="${y(value)}" /><text
      x="${LEFT - 8}"
      y="${y(value) + 4}"
      text-anchor="end"
      >${label}</text
    >`

export interface Pair {
  readonly label: string
  readonly before: number
  readonly after: number
}

/** Distress before and after each practice: an arrow down is relief, said by shape and not by colour alone. */
export function pairs(all: readonly Pair[], title: string): Html {
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
    ${[0, 5, 10].map((value) => gridLine(value))}
    ${all.map(({ before, after }, index) => {
      const at = x(index, all.length).toFixed(1)
      return html`<line
          class="${after > before ? 'worse' : 'line'}"
          x1="${at}"
          x2="${at}"
          y1="${y(before)}"
          y2="${y(after)}"
        />
        <circle class="open" r="4" cx="${at}" cy="${y(before)}" /><circle
          class="dot"
          r="4"
          cx="${at}"
          cy="${y(after)}"
        />`
    })}
  </svg>`
}

interface Course {
  readonly title: string
  /** The highest that can be. */
  readonly most: number
  /** A change of less than this from the first is noise; null: nobody has said. */
  readonly noise: number | null
}

/** A questionnaire over time, with the band around the first time within which a change is noise. */
export function trend(points: readonly Point[], { title, most, noise }: Course): Html {
  const scaled = points.map(({ label, value }) => ({ label, value: (value / most) * MOST }))
  const [first] = scaled
  const path = scaled
    .map(({ value }, index) => `${x(index, scaled.length).toFixed(1)},${y(value).toFixed(1)}`)
    .join(' ')
  const half = noise === null ? 0 : (noise / most) * MOST
  const [top, foot] = [Math.min(MOST, (first?.value ?? 0) + half), Math.max(0, (first?.value ?? 0) - half)]
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
    ${half === 0 ? '' : html`<rect class="noise" x="${LEFT}" width="${WIDTH - LEFT}" y="${y(top).toFixed(1)}" height="${(y(foot) - y(top)).toFixed(1)}" />`}
    ${[0, most / 2, most].map((value) => gridLine((value / most) * MOST, Math.round(value)))}
    <polyline class="line" points="${path}" />
    ${scaled.map(({ value }, index) => html`<circle class="dot" r="3.5" cx="${x(index, scaled.length).toFixed(1)}" cy="${y(value).toFixed(1)}" />`)}
  </svg>`
}

/** One small week: up to seven days of ratings on one scale, so that weeks can be compared by eye. */
export function smallWeek(days: readonly (readonly number[])[], title: string): Html {
  return html`<svg class="chart small" viewBox="0 0 120 60" role="img" aria-label="${title}">
    <line class="grid" x1="0" x2="120" y1="55" y2="55" />
    <line class="grid" x1="0" x2="120" y1="5" y2="5" />
    ${days.map((values, index) =>
      values.map(
        (value) => html`<circle class="dot" r="3" cx="${10 + index * 16.6}" cy="${(55 - value * 5).toFixed(1)}" />`,
      ),
    )}
  </svg>`
}

/** A square for each day: filled when something was practised. */
export function calendar(days: readonly { readonly label: string; readonly count: number }[], title: string): Html {
  const weeks = Math.ceil(days.length / 7)
  return html`<svg class="chart days" viewBox="0 0 ${weeks * 22 + 2} 156" role="img" aria-label="${title}">
    ${days.map(
      ({ label, count }, index) =>
        html`<rect
          class="${count > 0 ? 'did' : 'rest'}"
          x="${Math.floor(index / 7) * 22 + 2}"
          y="${(index % 7) * 22 + 2}"
          width="18"
          height="18"
          rx="4"
          ><title>${label}: ${count}</title></rect
        >`,
    )}
  </svg>`
}

/** The numbers of a picture, folded away until somebody wants them. */
export function numbers(
  summary: string,
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): Html {
  return html`<details class="numbers">
    <summary>${summary}</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="${summary}">
      <table>
        <thead>
          <tr>
            ${head.map((one) => html`<th scope="col">${one}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${row.map((cell) => html`<td>${cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`
}
