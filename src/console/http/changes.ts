/** Proxies close a stream on which nothing is said. */
const HEARTBEAT_MS = 15_000

/**
 * A stream that says 'changed' and nothing else: what changed, the page asks for itself. It ends with the session, and
 * being open keeps no session alive.
 */
export function changes(onChange: (listener: () => void) => () => void, isOpen: () => Promise<boolean>): Response {
  const encoder = new TextEncoder()
  let stop = () => {}
  let over = false
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const say = (text: string) => controller.enqueue(encoder.encode(text))
      const stopListening = onChange(() => say('event: changed\ndata: 1\n\n'))
      const listen = async () => {
        const stays = await isOpen().catch(() => true) // a store that is down ends no session
        if (over) return // whoever left meanwhile is told nothing: to a stream that is gone it would throw
        if (stays) return say(': still here\n\n')
        stop()
        controller.close()
      }
      const beat = setInterval(() => void listen(), HEARTBEAT_MS)
      beat.unref()
      stop = () => {
        over = true
        clearInterval(beat)
        stopListening()
      }
      say(': hello\n\n')
    },
    cancel: () => stop(),
  })
  return new Response(stream, {
    headers: { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no', 'cache-control': 'no-store' },
  })
}
