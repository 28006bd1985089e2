// Browser tests: one file after another, since each starts a desk of its own.

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { dir: "e2e", fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000, bail: 0 },
});
