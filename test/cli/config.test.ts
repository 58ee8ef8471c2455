import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readConfig, realChannelTokens, type Environment } from '../../src/config.ts'
import { HoldfastError } from '../../src/core/errors.ts'

const KEY = Buffer.alloc(32, 7)
const TOKEN = '123456:ABC-def_1'
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-config-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Reads an environment whose data folder is this test's own. */
const read = (env: Environment = {}) => readConfig({ HOLDFAST_DATA_DIR: folder, ...env })

function refusalOf(env: Environment): string {
  try {
    read(env)
  } catch (error) {
    if (error instanceof HoldfastError && error.code === 'config.invalid') return error.message
    throw error
  }
  return 'accepted'
}

describe('the key', () => {
  test('of a demo is made once, kept for its owner only, and warned of', () => {
    const first = read()
    expect(first.masterKey).toHaveLength(32)
    expect(first).toMatchObject({ keyFrom: 'data folder', database: { kind: 'embedded', folder }, telegram: null })
    expect(first.warnings.join()).toContain('HOLDFAST_KEY')
    expect(statSync(join(folder, 'demo.key')).mode & 0o777).toBe(0o600)
    expect(read().masterKey).toEqual(first.masterKey)
  })

  test.each([
    ['base64', KEY.toString('base64')],
    ['base64url', KEY.toString('base64url')],
    ['hex', KEY.toString('hex')],
  ])('is read as %s', (_form, text) => {
    const config = read({ HOLDFAST_KEY: text })
    expect(config.masterKey).toEqual(KEY)
    expect(config).toMatchObject({ keyFrom: 'environment', warnings: [] })
  })

  test.each(['short', KEY.subarray(1).toString('base64'), `${KEY.toString('hex')}00`])('is not %s', (text) => {
    expect(refusalOf({ HOLDFAST_KEY: text })).toMatch(/^HOLDFAST_KEY must be 32 bytes .*openssl/)
  })

  test.each([
    { TELEGRAM_BOT_TOKEN: TOKEN },
    { DATABASE_URL: 'postgresql://app@localhost/holdfast' },
    { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret' },
  ])('must be given where people are: %o', (env) => {
    expect(refusalOf(env)).toContain(`HOLDFAST_KEY is missing, and ${Object.keys(env)[0]} is set.`)
    expect(refusalOf({ ...env, HOLDFAST_KEY: KEY.toString('hex') })).toBe('accepted')
  })

  test('of a demo that was damaged is not replaced, which would lose what it sealed', () => {
    writeFileSync(join(folder, 'demo.key'), 'half')
    expect(refusalOf({})).toContain('holds no key')
    expect(readFileSync(join(folder, 'demo.key'), 'utf8')).toBe('half')
  })
})

describe('the other variables', () => {
  test('are all named at once, each with its cure, and never quoted', () => {
    const sentences = refusalOf({
      DATABASE_URL: 'mysql://me:hunter2@host/db',
      PORT: '70000',
      PUBLIC_URL: 'holdfast.example.org',
      TELEGRAM_BOT_TOKEN: 'hunter2',
      SLACK_APP_TOKEN: 'hunter2',
      SMTP_URL: 'mail.example.org',
    }).split('\n')
    expect(sentences.map((sentence) => sentence.split(' ')[0])).toEqual([
      'DATABASE_URL',
      'PORT',
      'PUBLIC_URL',
      'TELEGRAM_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'SMTP_URL',
    ])
    expect(sentences.join()).not.toContain('hunter2')
    for (const sentence of sentences) expect(sentence).toMatch(/(Write|Copy) /)
  })

  test.each([
    [{ TELEGRAM_WEBHOOK_SECRET: 'abc' }, 'PUBLIC_URL is missing'],
    [{ DATABASE_OWNER_URL: 'postgresql://owner@localhost/holdfast' }, 'DATABASE_URL is missing'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1', HOLDFAST_KEY: KEY.toString('hex') }, 'SLACK_SIGNING_SECRET is missing'],
  ])('%o asks for another', (env, sentence) => {
    expect(refusalOf(env)).toContain(sentence)
  })

  test('have defaults, and count as absent when they are empty', () => {
    expect(read({ PORT: '', DATABASE_URL: ' ', TELEGRAM_BOT_TOKEN: '' })).toMatchObject({
      port: 3000,
      publicUrl: null,
      database: { kind: 'embedded' },
      telegram: null,
    })
  })

  test('reach the program as they are meant', () => {
    const config = readConfig(
      {
        HOLDFAST_DATA_DIR: folder,
        HOLDFAST_KEY: KEY.toString('hex'),
        DATABASE_URL: 'postgresql://app@localhost/holdfast',
        DATABASE_OWNER_URL: 'postgresql://owner@localhost/holdfast',
        PORT: '8080',
        PUBLIC_URL: 'https://holdfast.example.org/',
        TELEGRAM_BOT_TOKEN: TOKEN,
        TELEGRAM_WEBHOOK_SECRET: 'abc',
      },
      { singleRole: true },
    )
    expect(config).toMatchObject({
      database: {
        kind: 'postgresql',
        url: 'postgresql://app@localhost/holdfast',
        ownerUrl: 'postgresql://owner@localhost/holdfast',
        singleRole: true,
      },
      port: 8080,
      publicUrl: 'https://holdfast.example.org',
      telegram: { token: TOKEN, apiRoot: null, webhookSecret: 'abc' },
    })
  })
})

test('a token counts as real unless a server on this machine plays the platform', () => {
  const env = { HOLDFAST_KEY: KEY.toString('hex'), TELEGRAM_BOT_TOKEN: TOKEN }
  expect(realChannelTokens(read(env))).toEqual(['TELEGRAM_BOT_TOKEN'])
  expect(realChannelTokens(read({ ...env, TELEGRAM_API_ROOT: 'http://127.0.0.1:9000' }))).toEqual([])
  expect(realChannelTokens(read({ ...env, TELEGRAM_API_ROOT: 'https://localhost.example.org' }))).toHaveLength(1)
})
