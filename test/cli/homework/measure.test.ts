import { expect, test } from 'vitest'
import { aClinic } from '../../store/a-clinic.ts'
import { eachDatabase } from '../../support/database.ts'
import { tableOver } from '../table.ts'

eachDatabase('measure', (open) => {
  test('keeps what was filled in, and shows each change as a band', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const run = tableOver(opened, at)
    const record = (answers: string, instrument = 'phq-9') =>
      run('care.recordMeasure', { client: at.client, instrument, answers })
    expect(await record('2,2,2,2,2,2,1,1,1')).toMatchObject({ instrument: 'PHQ-9', total: 15, risk: 1 })
    await record('1,1,1,1,1,1,1,1,0')
    await record('3,3,3,3,3,3,3', 'GAD-7')
    expect(await run('care.measures', { client: at.client })).toMatchObject({
      measures: [
        { instrument: 'PHQ-9', total: 15, sinceFirst: null },
        { instrument: 'PHQ-9', total: 8, band: 'mild', sinceFirst: 'reliably lower' },
        { instrument: 'GAD-7', total: 21, sinceFirst: null },
      ],
    })
    await expect(record('1,1')).rejects.toThrow('has 9 items')
    await expect(record('1,1,x,1,1,1,1,1,0')).rejects.toThrow('item 3')
    await expect(record('1', 'MMPI')).rejects.toThrow('Choose among: PHQ-9, GAD-7, PCL-5')
  })

  test('a therapist sees no other client’s answers, and an admin none', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const { clinic, client } = at
    await tableOver(opened, at)('care.recordMeasure', { client, instrument: 'GAD-7', answers: '1,1,1,1,1,1,1' })
    const add = async (role: 'therapist' | 'admin') => {
      const id = crypto.randomUUID() as typeof at.therapist
      await opened.people.addClinician({ clinic, id, name: `A ${role}`, role, by: 'operator' })
      return opened.careAs(id).measures(clinic, client)
    }
    expect(await opened.careAs(at.therapist).measures(clinic, client)).toHaveLength(1)
    expect(await add('therapist')).toEqual([])
    expect(await add('admin')).toEqual([])
  })
})
