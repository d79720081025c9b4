import { defineConfig } from 'vitest/config'
import { closingLine } from './tests/closing-line.ts'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 120_000,
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
