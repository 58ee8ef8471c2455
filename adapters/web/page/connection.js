/*
 * How the page and the server reach each other: a socket, or where there is none, asking every few seconds. What was
 * said is kept, in order, until the server has it; it is kept in memory only, because it is nobody else's to read.
 */

const ASK_MS = 3_000
/** Right after something was said an answer is near. */
const ASK_SOON_MS = 600
const SOON = 4
const HEARTBEAT_MS = 5_000
/** A socket that says nothing for this long after being asked is dead, whatever it looks like. */
const ANSWER_MS = 8_000
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 10_000
/** After so many sockets that never opened, the page asks instead. */
const TRIES = 2

/** `page`: lastMark(), entries(list, all), taken(id), refused(id, why), state('on' | 'off' | 'late'). */
export class Connection {
  #page
  #owed = []
  #socket = null
  #failed = 0
  #waitMs = FIRST_WAIT_MS
  #deadline = 0
  #timer = 0
  #soon = 0

  constructor(page) {
    this.#page = page
    window.addEventListener('offline', () => this.#socket?.close())
    window.addEventListener('online', () => this.#later(() => this.#open(), 0))
  }

  open() {
    this.#open()
  }

  say(saying) {
    this.#owed.push(saying)
    if (this.#isOpen()) this.#sayNext()
    else if (!this.#mayTrySocket()) this.#later(() => this.#ask(), 0)
  }

  owes() {
    return this.#owed.length > 0
  }

  #open() {
    if (!this.#mayTrySocket()) return void this.#ask()
    if (this.#socket) return undefined
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/chat/socket`)
    let hasOpened = false
    this.#socket = socket
    socket.addEventListener('open', () => {
      hasOpened = true
      this.#failed = 0
      this.#waitMs = FIRST_WAIT_MS
      this.#deadline = 0
      this.#beat()
    })
    socket.addEventListener('message', ({ data }) => this.#hear(JSON.parse(data)))
    socket.addEventListener('close', () => {
      if (!hasOpened) this.#failed++
      this.#socket = null
      this.#page.state('off')
      this.#later(() => this.#open(), this.#waitMs)
      this.#waitMs = Math.min(this.#waitMs * 2, LONGEST_WAIT_MS)
    })
    return undefined
  }

  /** Asks for what is new, which tells as well whether anybody is there. */
  #beat() {
    if (!this.#isOpen()) return
    this.#deadline ||= Date.now() + ANSWER_MS
    if (Date.now() > this.#deadline) {
      this.#socket.close()
      return
    }
    this.#socket.send(JSON.stringify({ type: 'resume', after: this.#page.lastMark() }))
    this.#later(() => this.#beat(), HEARTBEAT_MS)
  }

  #hear(frame) {
    this.#deadline = 0
    if (frame.type === 'entries') {
      this.#page.entries(frame.entries, frame.upToDate)
      if (!frame.upToDate) return
      this.#page.state('on')
      this.#sayNext() // what was not taken is said again with every beat
    } else if (frame.type === 'taken') this.#settle(frame.id, () => this.#page.taken(frame.id))
    else if (frame.type === 'refused') this.#settle(frame.id, () => this.#page.refused(frame.id, frame.why))
    else if (frame.type === 'not-taken') this.#page.state('late')
  }

  #settle(id, tell) {
    const wasOwed = this.#owed.length
    this.#owed = this.#owed.filter((one) => one.id !== id)
    tell()
    if (this.#owed.length < wasOwed) this.#sayNext()
  }

  /** One at a time: what comes second must not overtake what is not yet taken. */
  #sayNext() {
    const [next] = this.#owed
    if (next && this.#isOpen()) this.#socket.send(JSON.stringify({ type: 'say', ...next }))
  }

  async #ask() {
    try {
      while (this.#owed[0]) await this.#sayByRequest(this.#owed[0])
      const after = this.#page.lastMark()
      const answer = await fetch(`/chat/entries?after=${after}`, { signal: AbortSignal.timeout(ANSWER_MS) })
      if (!answer.ok) throw new Error(String(answer.status))
      this.#page.entries((await answer.json()).entries, true)
      this.#page.state('on')
      this.#later(() => this.#ask(), this.#soon-- > 0 ? ASK_SOON_MS : ASK_MS)
    } catch {
      this.#page.state('off')
      this.#failed = 0 // the network may be another one when it is back, and allow sockets
      this.#later(() => this.#open(), ASK_MS)
    }
  }

  async #sayByRequest(saying) {
    const answer = await fetch('/say', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(saying),
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    if (answer.status >= 500) throw new Error(String(answer.status))
    this.#owed = this.#owed.filter((one) => one !== saying)
    this.#soon = SOON
    if (answer.ok) this.#page.taken(saying.id)
    else this.#page.refused(saying.id, (await answer.json()).why)
  }

  #mayTrySocket() {
    return 'WebSocket' in window && this.#failed < TRIES
  }

  #isOpen() {
    return this.#socket?.readyState === 1
  }

  #later(work, ms) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void work(), ms)
  }
}
