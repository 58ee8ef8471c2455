import { z } from 'zod'
import patience from './reviewed/patience.json' with { type: 'json' }

const Positive = z.number().positive()

/** How long the auditor waits. Source: `reviewed/patience.json`. */
export const PATIENCE = z
  .strictObject({
    what: z.string(),
    source: z.string(),
    date: z.iso.date(),
    signedOffBy: z.string().nullable(),
    unscreenedSeconds: Positive,
    /** Between a message and the end of its second reading, where one was due. */
    meaningSeconds: Positive,
    /** Between a red signal and its flag, latch and obligation: they are one commit. */
    recordedSeconds: Positive,
    takenUpMinutes: Positive,
    answeredMinutes: Positive,
    /** After the moment at which a person had to be told. */
    toldMinutes: Positive,
    /** From a red signal after which the client wrote nothing, to somebody being told of that. */
    silenceMinutes: Positive,
    /** Without a word of either side; by then a practice has come to its end. */
    practiceQuietMinutes: Positive,
    lookBackHours: Positive,
  })
  .parse(patience)

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
