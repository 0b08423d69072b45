/**
 * The same bodies through this package, a plain re2 loop, Hyperscan, gitleaks and betterleaks, each in process, single thread, in one run.
 * Prints a table, writes bench/peers.json and the plot docs/performance.svg.
 *
 * npm run bench:peers [-- --betterleaks CHECKOUT --gitleaks CHECKOUT]
 *
 * Needs a C compiler, apt for Hyperscan, and Go; a peer that cannot be built is said so and left out.
 */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { catalogue, scanOutbound } from "../../dist/index.js";
import { AGENT_BODIES, PEER_BODIES } from "../cases.mjs";
import { costOf } from "../measure.mjs";
import { naiveRules, naiveScan } from "../naive.mjs";
import { buildGoPeer, buildHyperscan, cachePath, GO_PEERS, linesOf, measureWith } from "./build.mjs";
import { plot } from "./plot.mjs";

const { values: checkouts } = parseArgs({
  options: Object.fromEntries(Object.keys(GO_PEERS).map((name) => [name, { type: "string" }])),
});
const BODIES = [...PEER_BODIES, ...AGENT_BODIES];
const round = (value, digits) => Number(value.toFixed(digits));

function attempt(name, build) {
  try {
    return build();
  } catch (error) {
    console.log(
      `${name} is left out: ${String(error.stderr || error.message)
        .trim()
        .split("\n")
        .at(-1)}`,
    );
    return undefined;
  }
}

function ownMeasures() {
  return BODIES.map(({ name, request, vary }) => {
    let calls = 0;
    const scan = () => scanOutbound(vary(calls++));
    assert.equal(scan().findings.length, 0, `findings in ${name}`);
    return { bytes: request.body.length, microseconds: costOf(scan), findings: 0 };
  });
}

function naiveMeasures() {
  return BODIES.map(({ request: { body } }) => ({
    bytes: body.length,
    microseconds: costOf(() => naiveScan(body)),
    findings: naiveScan(body),
  }));
}

const programs = Object.fromEntries(
  Object.keys(GO_PEERS).map((name) => [name, attempt(name, () => buildGoPeer(name, checkouts[name]))]),
);
const files = BODIES.map(({ request }, i) => {
  const path = cachePath(`body-${i}`);
  writeFileSync(path, request.body);
  return path;
});

const peers = [
  { name: "outbound-dlp", rules: catalogue.length, bodies: ownMeasures() },
  { name: "keywords, then re2", rules: naiveRules, bodies: naiveMeasures() },
];
if (programs.gitleaks !== undefined) {
  const rules = cachePath("rules.txt");
  writeFileSync(rules, linesOf(programs.gitleaks, ["--rules"]));
  const hyperscan = attempt("Hyperscan", buildHyperscan);
  if (hyperscan) peers.push({ name: "Hyperscan", ...measureWith(hyperscan, [rules, ...files]) });
}
for (const [name, program] of Object.entries(programs)) {
  if (program) peers.push({ name, ...measureWith(program, files) });
}
// Once more, at the end: how far the machine itself has moved in between.
const again = ownMeasures();

const [own] = peers;
const table = BODIES.flatMap((each, i) =>
  peers.map((peer) => {
    const { bytes, microseconds, findings } = peer.bodies[i];
    return {
      body: each.name,
      scanner: peer.name,
      rules: peer.rules,
      findings,
      "MB/s": round(bytes / microseconds, 2),
      "this package, times as fast": round(microseconds / own.bodies[i].microseconds, 3),
    };
  }),
);
console.table(table);
const drift = again.map(({ microseconds }, i) => round(microseconds / own.bodies[i].microseconds, 2));
console.log(`This package, measured again at the end, against the first time: ${drift.join(", ")}`);
const results = { node: process.version, bodies: BODIES.map(({ name }) => name), peers, drift };
writeFileSync(new URL("../peers.json", import.meta.url), `${JSON.stringify(results, null, 2)}\n`);
writeFileSync(new URL("../../docs/performance.svg", import.meta.url), plot(peers, PEER_BODIES.length));
