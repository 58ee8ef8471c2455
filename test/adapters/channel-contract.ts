import { afterEach, describe, test } from 'vitest'
import { RULES, type RuleName } from './channel-rules.ts'
import { CANARY, createInbox, type ChannelUnderTest } from './channel-under-test.ts'

/**
 * Declares every rule of the contract for one channel. A rule that a platform cannot even be asked about is excused with
 * a reason, which stands in the test's name.
 */
export function channelContract(
  name: string,
  make: () => Promise<ChannelUnderTest>,
  except: Readonly<Partial<Record<RuleName, string>>> = {},
): void {
  describe(`the channel contract, ${name}`, () => {
    let under: ChannelUnderTest | undefined
    afterEach(async () => {
      await under?.close()
      under = undefined
    })
    for (const [title, check] of Object.entries(RULES)) {
      const because = except[title as RuleName]
      test.skipIf(because)(`${title}${because === undefined ? '' : ` (not here: ${because})`}`, async ({ expect }) => {
        under = await make()
        const inbox = createInbox()
        await under.start(inbox.receive)
        await check(under, inbox, expect)
        expect(under.logged(), 'what a person wrote stands in the log').not.toContain(CANARY)
      })
    }
  })
}
