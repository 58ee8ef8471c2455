import words from './reviewed/slack-words.json' with { type: 'json' }

/** What Slack shows beside the chat, for clinicians to review: `reviewed/slack-words.json`. */
export const WORDS = words
