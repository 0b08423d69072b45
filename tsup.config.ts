import { defineConfig } from "tsup";
import { preparedCatalogue } from "./build/prepared-catalogue.js";

export default defineConfig({
  entry: {
    index: "src/index.ts",
    "adapters/node": "src/adapters/node.ts",
    "adapters/fetch": "src/adapters/fetch.ts",
    "adapters/fastify": "src/adapters/fastify.ts",
    "adapters/undici": "src/adapters/undici.ts",
    "adapters/mockttp": "src/adapters/mockttp.ts",
    "queues/redis": "src/queues/redis.ts",
    "queues/postgres": "src/queues/postgres.ts",
    "telemetry/opentelemetry": "src/telemetry/opentelemetry.ts",
    "testing/index": "src/testing/index.ts",
    "cli/main": "src/cli/main.ts",
  },
  format: "esm",
  target: "node20",
  dts: true,
  clean: true,
  splitting: true,
  treeshake: true,
  esbuildPlugins: [preparedCatalogue],
});
