import type { InlineKeyboardButton } from 'grammy/types'
import type { Button } from '../../src/core/message.ts'

const RATING = /^(?:\d|10)$/
/** UTF-16 units. Longer labels are cut off on a narrow phone when they share a row. */
const SHARES_A_ROW = 12
const ROW = 3
/** 0-10 as 0 1 2 3 / 4 5 6 7 / 8 9 10: keys wide enough for an unsteady thumb. */
const RATING_ROW = 4

/** The rows of buttons under a message, in the order given. */
export function keyboardOf(buttons: readonly Button[]): InlineKeyboardButton[][] {
  const rows: { keys: InlineKeyboardButton[]; kind: RowKind }[] = []
  for (const button of buttons) {
    const key = { text: button.label, callback_data: button.token }
    const kind = kindOf(button.label)
    const open = rows.at(-1)
    if (open && open.kind === kind && open.keys.length < widthOf(kind)) open.keys.push(key)
    else rows.push({ keys: [key], kind })
  }
  return rows.map((row) => row.keys)
}

type RowKind = 'rating' | 'short' | 'long'

function kindOf(label: string): RowKind {
  if (RATING.test(label)) return 'rating'
  return label.length <= SHARES_A_ROW ? 'short' : 'long'
}

function widthOf(kind: RowKind): number {
  if (kind === 'long') return 1
  return kind === 'rating' ? RATING_ROW : ROW
}
