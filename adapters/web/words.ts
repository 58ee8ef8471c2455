import words from './reviewed/page-words.json' with { type: 'json' }

/** The page's own words, for clinicians to review: `reviewed/page-words.json`. */
export const WORDS = words
