import { defineConfig } from 'vitest/config'

/** The embedded database takes seconds to open the first time, more while other files open theirs. */
const PATIENCE_MS = 60_000

export default defineConfig({
  test: {
    environment: 'node',
    // All cores: by default one is left free, which on two cores halves the speed.
    maxWorkers: '100%',
    include: ['test/**/*.test.ts'],
    testTimeout: PATIENCE_MS,
    hookTimeout: PATIENCE_MS,
    teardownTimeout: 20_000,
    // A test that hangs says so; one that waits for a process of its own gets the time to end it.
    slowTestThreshold: 5_000,
    restoreMocks: true,
    // What a browser or another process does takes longer on a busy machine; a second is not enough.
    expect: { poll: { timeout: 20_000 } },
  },
})
