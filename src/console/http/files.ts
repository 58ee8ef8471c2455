import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Hono } from 'hono'

const own = (name: string) => readFileSync(new URL(`../look/${name}`, import.meta.url))
const FILES = [
  { path: '/console.css', type: 'text/css; charset=utf-8', body: own('console.css') },
  { path: '/changed.js', type: 'text/javascript; charset=utf-8', body: own('changed.js') },
  { path: '/mark.svg', type: 'image/svg+xml', body: own('mark.svg') },
  {
    path: '/htmx.js',
    type: 'text/javascript; charset=utf-8',
    body: readFileSync(fileURLToPath(import.meta.resolve('htmx.org/dist/htmx.min.js'))),
  },
]

/** What pages load: all of it ours, for whoever asks. */
export function addFiles(app: Hono): void {
  for (const { path, type, body } of FILES) {
    app.get(path, (context) =>
      context.body(new Uint8Array(body), 200, { 'content-type': type, 'cache-control': 'public, max-age=3600' }),
    )
  }
}
