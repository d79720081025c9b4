import { defineConfig } from 'vitest/config'
import { closingLine } from './tests/closing-line.ts'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Vitest leaves one core idle, which on a machine of two is half of it.
    maxWorkers: '100%',
    // No module keeps state (house rule), so files may share what they import: a third less to do.
    isolate: false,
    // Random programs die young: with room for them the collector takes a quarter less of the time.
    execArgv: ['--max-semi-space-size=64'],
    setupFiles: ['tests/draws.ts'],
    testTimeout: 120_000,
    // Some build the command before they begin.
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
    reporters: ['default', closingLine()],
    coverage: {
      provider: 'v8',
      reporter: ['text-summary', 'html'],
      include: ['{language,compiler,runtime,stdlib,editor}/**/*.ts'],
      // The report page's own script runs in a browser, where V8's coverage does not look.
      exclude: ['**/generated/**', 'runtime/report/web/**'],
      thresholds: { lines: 90 },
    },
  },
})
