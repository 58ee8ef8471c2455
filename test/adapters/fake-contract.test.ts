import { channelContract } from './channel-contract.ts'
import { fakeUnderTest } from './fake-under-test.ts'

channelContract('in memory', fakeUnderTest, {
  'a forged delivery is refused and reaches nobody': 'only the test itself can hand something over',
  'a text over the limit arrives whole, in parts if need be': 'it shows what it was given, in one piece',
})
