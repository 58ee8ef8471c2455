import { closeSync, fsyncSync, openSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Writes a folder, all that is in it, and its place in its parent, to the disk. */
export function syncTree(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) syncOne(join(entry.parentPath, entry.name))
  }
  if (process.platform === 'win32') return // Windows cannot sync a folder
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) syncOne(join(entry.parentPath, entry.name))
  }
  syncOne(folder)
  syncOne(dirname(folder))
}

function syncOne(path: string): void {
  const file = openSync(path, process.platform === 'win32' ? 'r+' : 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
