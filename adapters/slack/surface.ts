/*
 * All that we ask of a workspace. `manifest.json` says the same to Slack, and a test compares the two: a scope more than
 * is used is a promise broken to whoever installs it.
 */

export const EVENTS = ['message.im', 'app_mention', 'app_home_opened', 'app_uninstalled', 'tokens_revoked'] as const
export const COMMAND = '/checkin'
/** Methods of the Web API that are called, and the scope that each needs; null: none of its own. */
export const METHODS = {
  'chat.postMessage': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.update': 'chat:write',
  'chat.delete': 'chat:write',
  'conversations.history': 'im:history',
  'conversations.open': 'im:write',
  'users.info': 'users:read',
  'views.open': null,
  'views.publish': null,
} as const
/** What an event or a command needs beside. */
export const SCOPES_OF_EVENTS = { 'message.im': 'im:history', app_mention: 'app_mentions:read' } as const
export const SCOPE_OF_COMMANDS = 'commands'
