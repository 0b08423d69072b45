/**
 * Breaks the requests of the corpus for some time, and says for which a law does not hold or a scan takes too long. Those are made
 * smaller and written to the corpus. Exits with 1 when there are any. Times are those of a machine on which a plain loop over 64 KiB
 * takes 64 µs, by the ratio to such a loop in the same run: the bound is 10 ms for each 64 KiB, or 156 such loops, on any machine.
 *
 * npm run fuzz -- --seconds 60 --seed 1
 */

import { parseArgs } from "node:util";
import { chooser } from "../../src/testing/sample.js";
import { copyOf, entryOf, type FuzzInput, readCorpus, sizeOf, writeEntry } from "./support/corpus.js";
import { costOf, isSlow, MOST_MILLISECONDS } from "./support/cost.js";
import { breachOf } from "./support/laws.js";
import { minimise, minimiseSlow } from "./support/minimise.js";
import { mutate } from "./support/mutate.js";

const CORPUS = "test/fuzz/corpus";
/** Costly inputs that are kept to be broken further. */
const MOST_KEPT = 48;
/** Finds after which a run ends: more of them tend to be the same. */
const MOST_FOUND = 20;
/** Times that all of the corpus is scanned before anything is measured: what has just been loaded is slow. */
const WARM_UP = 3;
/** One input in so many is put to the slow laws. */
const THOROUGH = 20;

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    seed: { type: "string" },
    keep: { type: "boolean", default: true },
  },
  allowNegative: true,
});
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const choose = chooser(seed);

const seeds = readCorpus(CORPUS);
const kept: { readonly input: FuzzInput; readonly cost: number }[] = [];
let worst = 0;
let found = 0;

function report(kind: string, detail: string, input: FuzzInput): void {
  found++;
  const name = `found-${kind}-${seed}-${found}`;
  const path = values.keep ? writeEntry(CORPUS, name, entryOf(input, detail)) : name;
  console.log(`${kind}: ${detail}\n  ${sizeOf(input)} bytes: ${path}`);
}

function checkLaws(input: FuzzInput, thorough: boolean): void {
  const breach = breachOf(input, chooser(seed), thorough);
  if (breach === undefined) return;
  const small = minimise(input, (other) => breachOf(other, chooser(seed), thorough)?.law === breach.law);
  report("breach", `${breach.law}: ${breachOf(small, chooser(seed), thorough)?.detail}`, small);
}

function checkCost(input: FuzzInput, anew: boolean): void {
  let cost = costOf(input, 1, anew);
  if (cost > worst) cost = costOf(input, 3);
  if (cost > MOST_MILLISECONDS && isSlow(input)) {
    const small = minimiseSlow(input, isSlow);
    report("slow", `${costOf(small, 3).toFixed(1)} ms of CPU for each 64 KiB`, small);
    return;
  }
  worst = Math.max(worst, Math.min(cost, MOST_MILLISECONDS));
  kept.push({ input, cost });
  if (kept.length > 2 * MOST_KEPT) kept.sort((a, b) => b.cost - a.cost).length = MOST_KEPT;
}

function next(): FuzzInput {
  const from = kept.length > 0 && choose(2) === 0 ? kept[choose(kept.length)]! : seeds[choose(seeds.length)]!;
  return mutate(from.input, choose, seeds[choose(seeds.length)]!.input);
}

for (let i = 0; i < WARM_UP; i++) for (const { input } of seeds) costOf(copyOf(input), 1, true);
const slow = seeds.filter(({ input }) => isSlow(input));
for (const { name, input } of slow) {
  console.log(`slow: ${name}, ${costOf(input, 3, true).toFixed(1)} ms of CPU for each 64 KiB`);
}
let count = 0;
const end = performance.now() + Number(values.seconds) * 1000;
for (; performance.now() < end && found < MOST_FOUND; count++) {
  const input = next();
  const isThorough = count % THOROUGH === 0;
  checkLaws(input, isThorough);
  checkCost(input, isThorough);
}
kept.sort((a, b) => b.cost - a.cost);
console.log(
  `seed ${seed}: ${count} inputs, ${found} found; the costliest within the bound took ${worst.toFixed(1)} ms for each 64 KiB`,
);
process.exitCode = found + slow.length === 0 ? 0 : 1;
