import { configDefaults, defineConfig } from "vitest/config";

/** Builds the engine for another Node, which takes a minute: `npm run test:node22` alone runs it, as a mode of its own. */
const onNode22 = "test/package/node22.test.ts";

export default defineConfig(({ mode }) => ({
  test: {
    include: mode === "node22" ? [onNode22] : ["test/**/*.test.ts"],
    exclude: mode === "node22" ? configDefaults.exclude : [...configDefaults.exclude, onNode22],
    setupFiles: ["test/support/seed.ts"],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
  },
}));
