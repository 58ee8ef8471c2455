/*
 * The entries of the page: builds what the server's own HTML has too (adapters/web/html.ts), and never from markup.
 */

const log = document.querySelector('#log')
const { answers, you, voice: ownVoice } = document.body.dataset
/** Labels of the buttons that stood on the page, so that a tap can be shown in words. */
const labels = new Map()
/** Long enough to be felt in a hand, too short to startle. */
const BUZZ_MS = 200
let mark = Number(log.dataset.mark)

for (const entry of log.querySelectorAll('.entry')) remember(JSON.parse(entry.dataset.labels || '[]'))

/** The highest mark shown: what the server is asked to go on from. */
export const lastMark = () => mark

/**
 * Shows entries that came, changed or went. The same id is the same entry. Only what was asked for (`all`) moves the
 * mark: what is pushed comes from one node of several, and another's may lie before it.
 */
export function showEntries(entries, all) {
  const wasAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80
  for (const { id, mark: place } of entries) {
    if (all) mark = Math.max(mark, place ?? 0)
    const known = find(id)
    if (known && place) known.dataset.mark ||= place
  }
  for (const entry of entries) show(entry)
  if (entries.length > 0 && wasAtEnd) scrollToEnd()
}

/** What was said here, at once; `pending` until the server has it. */
export function showSaid(id, words) {
  add({ id, kind: 'said', parts: [{ text: words }], buttons: [] }).classList.add('pending')
  scrollToEnd()
}

export function labelOf(token) {
  return labels.get(token) ?? ''
}

export function markTaken(id) {
  find(id)?.classList.remove('pending')
}

export function forget(id) {
  find(id)?.remove()
}

export function scrollToEnd() {
  log.scrollTop = log.scrollHeight
}

function show(entry) {
  const known = find(entry.id)
  if (entry.kind === 'gone') return known?.remove()
  if (entry.kind === 'retracted' || (known && entry.buttons?.length === 0)) {
    known?.querySelector('.choices')?.remove()
    known?.classList.remove('pending')
    return undefined
  }
  if (known) return undefined
  if (entry.wakes) return wake(add(entry))
  if (entry.kind === 'tapped') {
    const label = labelOf(entry.token)
    return label ? add({ ...entry, parts: [{ text: label }], buttons: [] }) : undefined
  }
  return add(entry)
}

function add({ id, kind, parts, buttons, voice, mark: place }) {
  document.querySelector('#empty')?.remove()
  remember(buttons)
  const entry = element('div', `entry ${kind}`)
  entry.dataset.id = id
  const words = element('p')
  if (kind === 'said' || kind === 'tapped') words.append(element('span', 'who', you), ' ')
  for (const { text, href } of parts) words.append(href ? link(href, text) : text)
  entry.append(words)
  if (voice) entry.append(player(voice))
  // Only the last question is offered: an older one is answered by what came since.
  if (buttons.length > 0) {
    closeChoices()
    entry.append(choices(buttons))
  }
  if (place) entry.dataset.mark = place
  // What was pushed has no place yet; what is read from the store goes before whatever came after it.
  const later = place && [...log.querySelectorAll('.entry')].find(({ dataset }) => Number(dataset.mark) > place)
  log.insertBefore(entry, later || null)
  return entry
}

/** The end of a pause for closed eyes: one short buzz where the device has one, and a soft edge. Never a sound. */
function wake(entry) {
  entry.classList.add('wakes')
  navigator.vibrate?.(BUZZ_MS)
}

export function closeChoices() {
  for (const old of log.querySelectorAll('.choices')) old.remove()
}

function choices(buttons) {
  const form = element('form', 'choices')
  form.setAttribute('aria-label', answers)
  for (const { token, label } of buttons) {
    const button = element('button', '', label)
    button.name = 'token'
    button.value = token
    form.append(button)
  }
  return form
}

function remember(buttons) {
  for (const { token, label } of buttons) labels.set(token, label)
}

function find(id) {
  return log.querySelector(`[data-id="${CSS.escape(id)}"]`)
}

function link(href, words) {
  const anchor = element('a', '', words)
  anchor.href = href
  return anchor
}

/** Begins only when asked: nothing is fetched before. */
function player(source) {
  const audio = element('audio')
  audio.controls = true
  audio.preload = 'none'
  audio.src = source
  audio.setAttribute('aria-label', ownVoice)
  return audio
}

function element(name, className = '', words = '') {
  const made = document.createElement(name)
  if (className) made.className = className
  made.textContent = words
  return made
}
