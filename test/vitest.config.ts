import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { textImports } from './text-imports.ts';

const root = join(import.meta.dirname, '..');
const journeys = 'test/journeys/**/*.test.ts';

export default defineConfig({
  root,
  test: {
    // Only a failed test shows what was logged.
    silent: 'passed-only',
    projects: [
      {
        root,
        plugins: [textImports()],
        test: {
          name: 'rooms',
          env: { POWERTOOLS_DEV: 'true' },
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [journeys],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        root,
        test: {
          name: 'journeys',
          include: [journeys],
          // The functions are bundled and the stack synthesized once for all journeys.
          globalSetup: 'test/journeys/synthesize.ts',
          testTimeout: 60_000,
          hookTimeout: 90_000,
        },
      },
    ],
  },
});
