/**
 * Runs the properties over whole requests in as many cases as asked.
 *
 *   npm run properties -- 1000000 [SEED | random]
 *
 * A million take some hours. A failure prints the seed that repeats it.
 */
import { spawnSync } from "node:child_process";

const [runs = "24000", seed = "random"] = process.argv.slice(2);
if (!/^[1-9]\d*$/.test(runs) || !/^(?:-?\d+|random)$/.test(seed)) {
  console.error("Give a number of cases, and a seed or the word random");
  process.exit(2);
}
const { status } = spawnSync("npx", ["vitest", "run", "test/properties"], {
  stdio: "inherit",
  env: { ...process.env, PROPERTY_RUNS: runs, PROPERTY_SEED: seed },
});
process.exitCode = status ?? 1;
