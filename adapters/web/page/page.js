import { Connection } from './connection.js'
import { closeChoices, forget, labelOf, lastMark, markTaken, scrollToEnd, showEntries, showSaid } from './entries.js'

const words = document.body.dataset
const status = document.querySelector('#connection')
const write = document.querySelector('#write')
const text = document.querySelector('#text')
const log = document.querySelector('#log')
let isOff = false

// A followed link stays in no history: whoever goes back finds no code.
if (location.search + location.hash !== '') history.replaceState(null, '', '/')

const connection = new Connection({
  lastMark,
  entries: showEntries,
  taken(id) {
    markTaken(id)
    if (status.textContent === words.sending) tell('')
  },
  refused(id, why) {
    forget(id)
    tell(why === 'too-long' ? words.tooLong : words.sending)
  },
  state(now) {
    if (now === 'late') return tell(words.sending)
    document.body.classList.toggle('offline', now === 'off')
    if (now === 'off') tell(connection.owes() ? `${words.sending} ${words.offline}` : words.offline)
    else if (isOff) tell(words.back)
    isOff = now === 'off'
    return undefined
  },
})

write.addEventListener('submit', (event) => {
  event.preventDefault()
  if (text.value.trim() === '') return
  const saying = { id: crypto.randomUUID(), text: text.value }
  showSaid(saying.id, saying.text)
  text.value = ''
  connection.say(saying)
})

text.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  write.requestSubmit()
})

log.addEventListener('submit', (event) => {
  event.preventDefault()
  const token = event.submitter.value
  const saying = { id: crypto.randomUUID(), token }
  closeChoices()
  showSaid(saying.id, labelOf(token))
  log.focus({ preventScroll: true }) // the button is gone, and a phone's keyboard should stay down
  connection.say(saying)
})

/** Empties the page first, so that nothing is seen while the other page loads, and takes its place in the history. */
function leave() {
  document.body.replaceChildren()
  document.title = ''
  location.replace(leaving.href)
}

const leaving = document.querySelector('#leave')
leaving.addEventListener('click', (event) => {
  event.preventDefault()
  leave()
})
let escapedAt = 0
document.addEventListener('keydown', ({ key, timeStamp }) => {
  if (key !== 'Escape') return
  if (timeStamp - escapedAt < 1_000) leave()
  escapedAt = timeStamp
})

// A page that a browser kept would show what was said, after Leave quickly too.
window.addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload()
})

function tell(sentence) {
  if (status.textContent !== sentence) status.textContent = sentence
}

scrollToEnd()
connection.open()
