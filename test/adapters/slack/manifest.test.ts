import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import manifest from '../../../adapters/slack/manifest.json' with { type: 'json' }
import { COMMAND, EVENTS, METHODS, SCOPE_OF_COMMANDS, SCOPES_OF_EVENTS } from '../../../adapters/slack/surface.ts'

const code = globSync('adapters/slack/*.ts')
  .filter((file) => !file.endsWith('surface.ts'))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n')

test('the manifest asks for the events that are heard, and no others', () => {
  expect(manifest.settings.event_subscriptions.bot_events.toSorted()).toEqual([...EVENTS].sort())
  for (const event of EVENTS.filter((name) => name !== 'message.im')) expect(code).toContain(`'${event}'`)
})

test('the manifest has the command that is answered, and no other', () => {
  expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual([COMMAND])
})

test('every method that is called is on the list, and every one on the list is called', () => {
  const called = [...code.matchAll(/\b(?:client|app\.client|this\.#client)\.(\w+)\.(\w+)\(/g)].map(
    ([, group, verb]) => `${group}.${verb}`,
  )
  const byName = [...code.matchAll(/apiCall\('([\w.]+)'/g)].map(([, name = '']) => name)
  expect([...new Set([...called, ...byName])].sort()).toEqual(Object.keys(METHODS).sort())
})

test('the manifest asks for the scopes that these need, and no others', () => {
  const needed = [...Object.values(METHODS), ...Object.values(SCOPES_OF_EVENTS), SCOPE_OF_COMMANDS]
  expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual(
    [...new Set(needed.filter((scope) => scope !== null))].sort(),
  )
})

test('everything is delivered to the one address that the server has', () => {
  const { settings, features } = manifest
  const addresses = [
    settings.event_subscriptions.request_url,
    settings.interactivity.request_url,
    ...features.slash_commands.map(({ url }) => url),
  ]
  expect(new Set(addresses.map((address) => new URL(address).pathname))).toEqual(new Set(['/slack']))
})

test('the name that stands on a lock screen tells no clinic, therapy or trauma', () => {
  const shown = `${manifest.display_information.name} ${manifest.display_information.description} ${manifest.features.bot_user.display_name}`
  expect(shown).not.toMatch(/clinic|therap|trauma|child|imagery|holdfast/i)
})
