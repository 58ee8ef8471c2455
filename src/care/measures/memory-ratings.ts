/**
 * What is rated with the therapist, in session, about the memory that they work on, and typed in by them: 0 not at all …
 * 10 as much as can be (care C17). Numbers only: which memory it is stands in no field.
 */
export const MEMORY_RATINGS = ['attachment', 'intensity', 'fright'] as const
export type MemoryRating = (typeof MEMORY_RATINGS)[number]

/** Under this name they are kept beside the questionnaires, one answer for each, in order. */
export const MEMORY_INSTRUMENT = 'memory-in-session'
