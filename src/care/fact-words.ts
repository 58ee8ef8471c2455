import type { Lang } from '../core/ids.ts'

/** What facts say in words, and how they write a time. */
export interface FactWords {
  /** For dates and clock times. */
  readonly locale: string
  readonly theirNumber: string
  readonly whenOpen: string
  readonly theClinic: string
  readonly yourTherapist: string
  readonly earlier: string
  within(minutes: number): string
  from(when: string): string
}

const ENGLISH: FactWords = {
  locale: 'en-GB',
  theirNumber: 'your usual number for them',
  whenOpen: 'when the clinic next opens',
  theClinic: 'the clinic',
  yourTherapist: 'your therapist',
  earlier: 'an earlier time',
  within: (minutes) => `within ${minutes} minutes`,
  from: (when) => `from ${when}`,
}

const WORDS: Readonly<Record<string, FactWords>> = {
  en: ENGLISH,
  es: {
    locale: 'es-ES',
    theirNumber: 'su número de siempre',
    whenOpen: 'cuando la clínica vuelva a abrir',
    theClinic: 'la clínica',
    yourTherapist: 'tu terapeuta',
    earlier: 'hace un rato',
    within: (minutes) => `en los próximos ${minutes} minutos`,
    from: (when) => `a partir del ${when}`,
  },
}

/** In a language that nobody wrote them in they are English, as the flows are. */
export const factWords = (lang: Lang | 'en'): FactWords => WORDS[lang] ?? ENGLISH
