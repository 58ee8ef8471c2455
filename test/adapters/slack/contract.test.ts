import { channelContract } from '../channel-contract.ts'
import { slackUnderTest } from './under-test.ts'

channelContract('slack by HTTP', slackUnderTest, {
  'media arrive as their kind, with their caption':
    'Slack has no stickers; its files are looked at in delivery.test.ts',
  'blocking and coming back are told': 'on Slack nobody can block one app; a workspace removes it',
})
