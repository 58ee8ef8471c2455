import { html } from 'hono/html'
import type { Html } from '../http/visit.ts'

export interface Bar {
  readonly label: string
  /** null: too little happened to say. */
  readonly value: number | null
  readonly over: boolean
}

const WIDTH = 340
const ROW = 40
/** Room for the figure beside the longest bar. */
const FIGURE = 80

/** One bar for each rule, under its name, and a dashed line at the budget. What is over it is said by pattern and by words, not by colour alone. */
export function ruleBars(bars: readonly Bar[], limit: number, title: string): Html {
  const most = Math.max(limit * 1.5, ...bars.map(({ value }) => value ?? 0))
  const x = (value: number) => (value / most) * (WIDTH - FIGURE)
  const height = bars.length * ROW + 4
  return html`<svg class="chart bars" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}">
    ${bars.map(({ label, value, over }, index) => {
      const y = index * ROW
      return html`<text x="0" y="${y + 14}">${short(label)}</text>
        <rect
          class="${over ? 'over' : 'did'}"
          x="1"
          y="${y + 20}"
          width="${x(value ?? 0).toFixed(1)}"
          height="14"
          rx="3"
        />
        <text x="${(x(value ?? 0) + 8).toFixed(1)}" y="${y + 32}"
          >${value === null ? 'not known yet' : `${value.toFixed(2)}${over ? ', over' : ''}`}</text
        >
        <line class="limit" x1="${x(limit).toFixed(1)}" x2="${x(limit).toFixed(1)}" y1="${y + 17}" y2="${y + 37}" />`
    })}
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
