import { askWithDoors, sayCard } from './speak.ts'
import { stepOf, topOf, type Turn } from './turn.ts'
import { dispatch, endPauseOf, greet } from './walk.ts'

const CARD_FOR = {
  words: ['unclear', 'unclear-simpler', 'unclear-person'],
  media: ['media'],
  stale: ['stale'],
} as const

/** Asked again, then more simply, then a person is offered. An old button or a sticker counts for nothing. */
export function unclear(turn: Turn, why: keyof typeof CARD_FOR): void {
  const frame = topOf(turn)
  const step = frame && stepOf(turn, frame)
  if (!frame || !step || !turn.conversation.ask) {
    if (why === 'words') return greet(turn)
    return sayCard(turn, CARD_FOR[why][0])
  }
  // Whoever writes during a pause of theirs has ended it.
  if (why === 'words' && turn.conversation.pausedAt !== null) return endPauseOf(turn)
  // Words in the menu are for the therapist: kept, said so, and never answered (care C16).
  if (why === 'words' && frame.flow === 'menu') return greet(turn, 'kept')
  const times = frame.context.unclear
  if (why === 'words') dispatch(turn, { type: 'UNCLEAR' })
  const cards = CARD_FOR[why]
  const card = cards[Math.min(times, cards.length - 1)] ?? cards[0]
  sayCard(turn, card, askWithDoors(turn, { frame, step, card }))
}
