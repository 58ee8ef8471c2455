import { expect, test } from 'vitest'
import type { FlowId } from '../../../src/core/ids.ts'
import { READINESS } from '../../../src/rails/permission/readiness.ts'
import { aClinic } from '../../store/a-clinic.ts'
import { eachDatabase } from '../../support/database.ts'
import { tableOver } from '../table.ts'

const ALL = READINESS.items.map(({ id }) => id)
const [FIRST = '', ...REST] = ALL

eachDatabase('readiness', (open) => {
  test('is signed by a person, item by item, ends by itself, and says what may start', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const { client } = at
    const run = tableOver(opened, at)
    const flows = ['a-place', 'a-scene'] as FlowId[]
    await opened.people.savePlan(
      at.clinic,
      client,
      ({ readiness: _r, alone: _a, ...plan }) => ({ ...plan, flows }),
      'operator',
    )
    const by = 'Robin Reed'
    const sign = (change: object = {}) => run('care.signReadiness', { client, yes: ALL, by, ...change })
    const of = (flow: string, mayStart: string) => expect.objectContaining({ flow, mayStart })

    expect(await run('care.readiness', { client })).toMatchObject({
      standing: 'not-signed',
      practices: [of('a-place', 'not-together'), of('a-scene', 'not-ready')],
    })
    await expect(sign({ by: 'operator' })).rejects.toThrow('--by')
    await expect(sign({ yes: REST })).rejects.toThrow(`Not so: ${FIRST}`)
    await expect(sign({ no: [FIRST] })).rejects.toThrow(`Not so: ${FIRST}`)
    await expect(sign({ yes: [...ALL, 'luck'] })).rejects.toThrow('no item luck')
    await expect(sign({ against: ['luck'] })).rejects.toThrow('no item luck')
    await expect(sign({ until: '2099-01-01' })).rejects.toThrow(`${READINESS.validDays} days`)
    expect(await sign({ yes: REST, notYet: [FIRST] })).toMatchObject({ standing: 'not-yet' })
    expect(await sign({ against: ['numb'] })).toMatchObject({
      standing: 'against',
      practices: [of('a-place', 'not-together'), of('a-scene', 'against')],
    })
    expect(await sign()).toMatchObject({ standing: 'ready', signedBy: by, readiness: { by: at.therapist } })

    expect(await run('care.alone', { client, flows: ['a-scene'], by })).toMatchObject({
      practices: [of('a-place', 'not-together'), of('a-scene', 'yes')],
    })
    expect(await run('care.together', { client, flow: 'a-place', by })).toMatchObject({
      practices: [of('a-place', 'yes'), of('a-scene', 'yes')],
    })
    expect(await run('care.alone', { client, flows: ['a-scene'], withdraw: true, by })).toMatchObject({
      practices: [of('a-place', 'yes'), of('a-scene', 'not-together')],
    })
    await opened.advanceTestClock(READINESS.togetherMinutes * 60_000)
    expect(await run('care.readiness', { client })).toMatchObject({
      practices: [of('a-place', 'not-together'), of('a-scene', 'not-together')],
    })
    await opened.advanceTestClock((READINESS.validDays + 1) * 24 * 60 * 60_000)
    expect(await run('care.readiness', { client })).toMatchObject({ standing: 'expired' })
  })
})
