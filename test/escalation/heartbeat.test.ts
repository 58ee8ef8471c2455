import { expect, test } from 'vitest'
import type { ClinicId, EscalationId } from '../../src/core/ids.ts'
import { createHeartbeat } from '../../src/escalation/heartbeat.ts'
import type { DueEscalation } from '../../src/ports/duty.ts'
import { settingsFor } from '../store/a-clinic.ts'
import { aLog } from '../turn/a-node.ts'

const CLINIC = 'c' as ClinicId
const MINUTE = 60_000
const DUE = { id: 'e' as EscalationId, rung: 0, rounds: 0 } as DueEscalation

function aHeart(change: { heard?: boolean; url?: string | undefined } = {}) {
  const knocked: string[] = []
  const state = { now: 0, due: [] as DueEscalation[], down: false }
  const heartbeatUrl = 'url' in change ? change.url : 'https://watch.example/ping'
  const beat = createHeartbeat({
    duty: {
      dueEscalations: async () => {
        if (state.down) throw new Error('the store is away')
        return state.due
      },
    },
    settingsOf: async () => ({ ...settingsFor('r' as never), ...(heartbeatUrl !== undefined && { heartbeatUrl }) }),
    knock: async (url) => {
      knocked.push(url)
      return change.heard ?? true
    },
    world: { now: () => new Date(state.now) },
    log: aLog(),
  })
  return { state, knocked, beat: () => beat(CLINIC) }
}

test('while all is well the address is asked for once a minute', async () => {
  const { state, knocked, beat } = aHeart()
  for (; state.now < 3 * MINUTE; state.now += 1_000) await beat()
  expect(knocked).toEqual(Array.from({ length: 3 }, () => 'https://watch.example/ping'))
})

test('with the store away nothing is sent, so that its silence is noticed outside', async () => {
  const { state, knocked, beat } = aHeart()
  state.down = true
  expect(await beat()).toBe(0)
  expect(knocked).toEqual([])
})

test('an obligation that stays due for two minutes withholds it, until it moves', async () => {
  const { state, knocked, beat } = aHeart()
  state.due = [DUE]
  for (; state.now <= 5 * MINUTE; state.now += MINUTE) await beat()
  expect(knocked).toHaveLength(2)
  state.due = [{ ...DUE, rung: 1 }]
  expect(await beat()).toBe(1)
})

test('a clinic without an address sends nothing, and one that is not heard is no beat', async () => {
  expect(await aHeart({ url: undefined }).beat()).toBe(0)
  expect(await aHeart({ heard: false }).beat()).toBe(0)
})
