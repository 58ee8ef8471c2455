import { html } from 'hono/html'
import type { Html } from '../http/visit.ts'

export interface Bar {
  readonly label: string
  /** null: too little happened to say. */
  readonly value: number | null
  readonly over: boolean
}

const WIDTH = 620
const ROW = 30
const LEFT = 330

/** One bar for each rule beside a dashed line at the budget. What is over it is said by pattern and by words, not by colour alone. */
export function ruleBars(bars: readonly Bar[], limit: number, title: string): Html {
  const most = Math.max(limit * 1.5, ...bars.map(({ value }) => value ?? 0))
  const x = (value: number) => LEFT + (value / most) * (WIDTH - LEFT - 90)
  const height = bars.length * ROW + 8
  return html`<svg class="chart bars" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}">
    ${bars.map(({ label, value, over }, index) => {
      const y = index * ROW + 6
      return html`<text x="${LEFT - 10}" y="${y + 15}" text-anchor="end">${short(label)}</text>
        <rect
          class="${over ? 'over' : 'did'}"
          x="${LEFT}"
          y="${y}"
          width="${(x(value ?? 0) - LEFT).toFixed(1)}"
          height="20"
          rx="3"
        />
        <text x="${(x(value ?? 0) + 6).toFixed(1)}" y="${y + 15}"
          >${value === null ? 'not known yet' : `${value.toFixed(2)}${over ? ', over' : ''}`}</text
        >`
    })}
    <line class="limit" x1="${x(limit).toFixed(1)}" x2="${x(limit).toFixed(1)}" y1="0" y2="${height}" />
  </svg>`
}

/** The table beside it has the whole of it. */
const LONGEST_LABEL = 50
const short = (label: string) => (label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label)

const COLUMN = 22
const TALL = 90

/** One column for each day: the interruptions of whoever had the most, beside a dashed line at the budget. */
export function dayColumns(
  days: readonly { readonly day: string; readonly most: number }[],
  limit: number,
  title: string,
): Html {
  const top = Math.max(limit + 1, ...days.map(({ most }) => most))
  const y = (count: number) => TALL - (count / top) * (TALL - 8)
  return html`<svg class="chart" viewBox="0 0 ${days.length * COLUMN} ${TALL + 4}" role="img" aria-label="${title}">
    ${days.map(
      ({ day, most }, index) =>
        html`<rect
          class="${most > limit ? 'over' : 'did'}"
          x="${index * COLUMN + 3}"
          y="${y(most).toFixed(1)}"
          width="${COLUMN - 6}"
          height="${(TALL - y(most)).toFixed(1)}"
          rx="2"
          ><title>${day}: ${most}</title></rect
        >`,
    )}
    <line class="grid" x1="0" x2="${days.length * COLUMN}" y1="${TALL}" y2="${TALL}" />
    <line class="limit" x1="0" x2="${days.length * COLUMN}" y1="${y(limit).toFixed(1)}" y2="${y(limit).toFixed(1)}" />
  </svg>`
}
