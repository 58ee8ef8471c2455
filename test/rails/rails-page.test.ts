import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { RATINGS, TIMES } from '../../src/rails/reviewed.ts'

/** What a clinician reads about the rails is what the data says. */
test('docs/rails.md states the numbers and times that hold', () => {
  const page = readFileSync('docs/rails.md', 'utf8')
  const { distress, here, drift, afterSessionHours, questionRedFrom } = RATINGS
  const sentences = [
    `distress ${distress.startAt} or more at the start (${distress.startAtMinor} for minors)`,
    `distress ${distress.raisedAt} or more, or a rise of ${distress.riseRaised} that ends at ${distress.riseCountsFrom} or more`,
    `any ${distress.highAt}, or a rise of ${distress.riseHigh} that ends at ${distress.riseCountsFrom} or more`,
    `until two calm numbers (${distress.calmUpTo} or less)`,
    `still ${distress.crisisAfterGroundingAt} after both`,
    `${distress.crisisAt} or 10, at a scale`,
    `here-ness ${here.notHereAt} or less, or ${here.belowOrdinary} below`,
    `the end ${drift.worseBy} above the start on ${drift.worseRuns} of the last ${drift.runs} runs`,
    `the mean of ${drift.recentDays} days ${drift.meanUpBy} above that of the ${drift.baselineDays} days before`,
    `in the ${afterSessionHours} hours after a session`,
    `moves the start up to ${distress.startAtMost} only`,
    `Whether a ${distress.afterRaisedAt} at the end`,
    `within ${TIMES.questionMinutes} minutes is red`,
    `if the last rating was ${questionRedFrom} or more`,
    `| ${TIMES.silenceCheckMinutes} minutes in a practice`,
    `| ${TIMES.silenceCloseMinutes} minutes |`,
    `| ${TIMES.redCheckMinutes} minutes after red`,
    `| ${TIMES.redSilenceMinutes} minutes after red`,
  ]
  expect(sentences.filter((sentence) => !page.includes(sentence))).toEqual([])
  expect([distress.calmRatingsEndPause, TIMES.questionAgainHours, TIMES.stopCheckMinutes]).toEqual([2, 12, 10])
})
