import { channelContract } from '../channel-contract.ts'
import { webUnderTest } from './under-test.ts'

const ONLY_WORDS = 'our page has words and buttons only'
const NO_ACCOUNTS = 'our own page has no accounts that could block, vanish or be limited'
const EXCUSED = {
  'media arrive as their kind, with their caption': ONLY_WORDS,
  'an edited saying arrives as edited, under an id of its own': ONLY_WORDS,
  'words in a group are marked so and answered by nobody there': ONLY_WORDS,
  'blocking and coming back are told': NO_ACCOUNTS,
  'a blocked channel answers refused: blocked': NO_ACCOUNTS,
  'an address that is no more answers refused: gone': NO_ACCOUNTS,
  'a platform that asks to wait answers later, with how long': NO_ACCOUNTS,
}

channelContract('web by socket', () => webUnderTest('socket'), EXCUSED)
channelContract('web by requests', () => webUnderTest('request'), EXCUSED)
