/** Every technical limit, with what breaking it means. Clinical numbers are not here: they are reviewed data in `src/rails/reviewed`. */
export const LIMITS = {
  /** Telegram's own limit; a longer text is stored in full, and a line of ours this long fails the check. */
  textLength: 4096,
  /** A longer inbound text is cut by no one: it is refused at the door by channels that can (web) and stored whole otherwise. */
  inboundLength: 16_384,
  /** One turn says at most this many messages; more means a flow talks without listening. */
  linesPerTurn: 8,
  /** `run` may nest this deep. */
  frames: 4,
  /** A turn that fails this often within `turnWindowMs` is set aside as a red flag (P4). */
  turnAttempts: 3,
  turnWindowMs: 30_000,
  /** A claimed row that stays silent this long is taken over. Twice is the smaller harm for a crisis line; a practice line is not repeated. */
  claimLeaseMs: 30_000,
  /** The crisis lane waits this long for the one send already on the wire, then goes (design 3). */
  crisisWaitMs: 3_000,
  /** A practice line that could not be sent for this long is stale: the practice goes to its grounded re-entry. */
  practiceLineExpiresMs: 10 * 60_000,
  /** A pause between lines up to here is a `not_before`; a longer one would be a durable timer, and the check refuses it. */
  pauseMaxMs: 60_000,
  /** A message whose platform time is older than this counts as late: stored, screened, never an answer (design 3). */
  lateAfterMs: 15 * 60_000,
  /** Without the store for this long, STOP, SOS and red rules are answered from memory (design 3). */
  storeDownAfterMs: 5_000,
  /** The store-down card goes to one chat at most this often. */
  storeDownCardEveryMs: 10 * 60_000,
  /** A pairing code lives this long. */
  pairingCodeMs: 24 * 60 * 60_000,
  /** The key ring's own backups are kept this long and no longer, so that an erased client is unreadable in them too (P12). */
  keyBackupsKeptMs: 30 * 24 * 60 * 60_000,
  /** A message waits this long for its meaning to be read; then it is stored as its words alone are screened. */
  meaningWithinMs: 300,
  /** Whoever received a message waits this long for its meaning; then it is left to the next look for such messages. */
  meaningLateMs: 2_000,
  /** With this many texts unread, the next is left to that look. */
  meaningsWaiting: 16,
  /** From this age on a look takes up what nobody has read, so many at a time, each for `meaningLeaseMs` at most. */
  meaningLookAfterMs: 5_000,
  meaningsAtOnce: 8,
  meaningLeaseMs: 10_000,
  /** What nobody could read for this long, while a node lived, stays unread. */
  meaningGiveUpMs: 10 * 60_000,
  /** Telegram lets a bot delete what is younger than 48 hours (Bot API, deleteMessage). */
  deletableMs: 48 * 60 * 60_000,
  /** A therapist's recording: 40 minutes of speech at 32 kbit/s. */
  recordingBytes: 10 * 1024 * 1024,
  /** What a clinician speaks to a client: some five minutes as a phone records it. It goes whole into the client's export. */
  spokenBytes: 4 * 1024 * 1024,
  /** A node that has not been seen for this long is gone; when all are, the next start is a return from an outage. */
  nodeGoneAfterMs: 15_000,
  /** A clinician's better link has this long to take a notice before the next one gets it too. */
  noticeFallbackMs: 30_000,
  /** Delivery attempts of a practice line before it is left to expire; crisis lines and notices never stop trying. */
  deliveryBackOffMs: [1_000, 5_000, 15_000, 60_000, 300_000],
} as const
