import { channelContract } from './channel-contract.ts'
import { telegramUnderTest } from './telegram-under-test.ts'

channelContract('telegram by polling', () => telegramUnderTest('polling'), {
  'deliveries that overtake one another all arrive, each under its own id':
    'Telegram hands over one list, sorted by its numbers',
  'a forged delivery is refused and reaches nobody':
    'we call Telegram over TLS; nobody calls us, and `handle` answers 404',
})

channelContract('telegram by webhook', () => telegramUnderTest('webhook'))
