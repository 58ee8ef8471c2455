// The server says 'changed'; the page asks for its live part again, unless somebody is writing in it.
const live = () => document.querySelector('[data-live]')
const isWriting = () => {
  const part = live()
  if (!part) return false
  const fields = [...part.querySelectorAll('input[type=text], textarea')]
  return part.contains(document.activeElement) || fields.some((field) => field.value !== field.defaultValue)
}
if (live() && window.EventSource) {
  const stream = new EventSource('/console/changes')
  let waiting = 0
  const refresh = () => {
    waiting = 0
    const part = live()
    if (!part) return
    if (isWriting()) {
      const told = document.querySelector('[data-told]')
      if (told) told.hidden = false
      return
    }
    window.htmx?.trigger(part, 'changed')
  }
  stream.addEventListener('changed', () => {
    waiting ||= window.setTimeout(refresh, 400)
  })
  // Remaining times are the server's words, so they are asked for again every half minute.
  window.setInterval(() => {
    if (!isWriting() && !document.hidden) refresh()
  }, 30_000)
}
