import { defineConfig } from 'vitest/config'

/** The embedded database takes seconds to open the first time, more while other files open theirs. */
const PATIENCE_MS = 60_000

/** Watches a module from inside by standing in for it, which only a process that has not loaded it can. */
const APART = ['test/flows/transcripts.test.ts']

export default defineConfig({
  test: {
    environment: 'node',
    // All cores: by default one is left free, which on two cores halves the speed.
    maxWorkers: '100%',
    testTimeout: PATIENCE_MS,
    hookTimeout: PATIENCE_MS,
    teardownTimeout: 20_000,
    // A test that hangs says so; one that waits for a process of its own gets the time to end it.
    slowTestThreshold: 5_000,
    restoreMocks: true,
    // What a browser or another process does takes longer on a busy machine; a second is not enough.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      // One process for many files: the program is loaded once. A process for each took a third more of all time.
      { extends: true, test: { name: 'all', include: ['test/**/*.test.ts'], exclude: APART, isolate: false } },
      { extends: true, test: { name: 'apart', include: APART } },
    ],
  },
})
