/** A number as the crisis directory writes it, and the same with its calling code in front. */
export interface InternationalForm {
  readonly written: string
  readonly international: string
}

/**
 * Telegram refuses buttons that ring, and a phone links a number in plain text only in its international form. Short codes
 * and freephone numbers have none here and stay as they are: 000, 112 and 13 11 14 are dialled as they are written.
 */
export function withCallingCodes(text: string, forms: readonly InternationalForm[]): string {
  return forms.reduce((words, { written, international }) => {
    if (!words.includes(written)) return words
    return words.replace(standingAlone(written), international)
  }, text)
}

/** Not inside a longer number, and not where the calling code stands already. */
const standingAlone = (written: string) =>
  new RegExp(`(?<![+\\d]|\\+\\d{1,3} ?|\\d[ -])${RegExp.escape(written)}(?![ -]?\\d)`, 'g')
