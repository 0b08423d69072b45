/**
 * How fast the scan is: CPU time on one thread, medians of five, each beside an in-run yardstick, because machines differ and are noisy.
 * Every measurement asserts its answer first. Prints a table and writes bench/results.json.
 *
 * npm run bench
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { catalogue, createGuard, scanOutbound } from "../dist/index.js";
import { chatBody, HOSTILE, imageBody } from "./corpus.mjs";

const ROUNDS = 5;
const ROUND_MICROSECONDS = 150_000;
const HEADERS = [
  ["content-type", "application/json"],
  ["user-agent", "bench"],
];

const post = (body) => ({ method: "POST", url: "https://api.example/v1/chat", headers: HEADERS, body });

/** Median microseconds of CPU that one call takes. */
function costOf(run) {
  let calls = 1;
  while (spend(run, calls) < ROUND_MICROSECONDS / 10) calls *= 2;
  calls = Math.max(1, Math.ceil((calls * ROUND_MICROSECONDS) / Math.max(1, spend(run, calls))));
  const rounds = Array.from({ length: ROUNDS }, () => spend(run, calls) / calls).sort((a, b) => a - b);
  return rounds[Math.floor(ROUNDS / 2)];
}

function spend(run, calls) {
  const before = process.cpuUsage();
  for (let i = 0; i < calls; i++) run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

const rows = [];
function add(name, bytes, microseconds, yardstick) {
  rows.push({
    name,
    bytes,
    microseconds: Number(microseconds.toFixed(2)),
    megabytesPerSecond: Number((bytes / microseconds).toFixed(1)),
    ...(yardstick === undefined ? {} : { timesFasterThanYardstick: Number((yardstick / microseconds).toFixed(2)) }),
  });
}

/** The plain way: for each detector, look for a literal in the lower-cased text. What other scanners do before any pattern. */
function keywords(text) {
  const folded = text.toLowerCase();
  return catalogue.filter(({ literals }) => literals.some((literal) => folded.includes(literal.toLowerCase()))).length;
}

for (const kib of [1, 16, 256]) {
  const body = chatBody(kib * 1024);
  const request = post(body);
  assert.equal(scanOutbound(request).verdict, "clear");
  const text = body.toString();
  add(
    `clean chat body, ${kib} KiB`,
    body.length,
    costOf(() => scanOutbound(request)),
    costOf(() => keywords(text)),
  );
}

const image = post(imageBody(256 * 1024));
assert.equal(scanOutbound(image).verdict, "clear");
add(
  "base64 image, 256 KiB",
  image.body.length,
  costOf(() => scanOutbound(image)),
);

const token = ["ghp", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"].join("_");
const found = post(Buffer.concat([chatBody(16 * 1024), Buffer.from(token)]));
assert.equal(scanOutbound(found).matched, token);
add(
  "chat body with a token, 16 KiB",
  found.body.length,
  costOf(() => scanOutbound(found)),
);

const get = {
  method: "GET",
  url: "https://api.example/v1/items?page=2",
  headers: Array.from({ length: 20 }, (_, i) => [`x-header-${i}`, `value ${i}; q=0.8`]),
};
assert.equal(scanOutbound(get).verdict, "clear");
add(
  "GET with 20 headers",
  0,
  costOf(() => scanOutbound(get)),
);

for (const [name, piece] of Object.entries(HOSTILE)) {
  const hostile = post(Buffer.from(piece.repeat(Math.ceil((64 * 1024) / piece.length))));
  assert.ok(["clear", "hold"].includes(scanOutbound(hostile).verdict));
  add(
    `hostile ${name}, 64 KiB`,
    hostile.body.length,
    costOf(() => scanOutbound(hostile)),
  );
}

const guard = createGuard();
const clean = post(chatBody(16 * 1024));
assert.equal((await guard.check(clean)).because, "clear");
add(
  "guard.check, clean, 16 KiB (until it returns)",
  clean.body.length,
  costOf(() => guard.check(clean)),
);
await guard.close();

const coldStart = `const t = performance.now();
const { scanOutbound } = await import(${JSON.stringify(new URL("../dist/index.js", import.meta.url).href)});
scanOutbound({ method: "GET", url: "https://api.example/" });
console.log(performance.now() - t);`;
const starts = Array.from({ length: ROUNDS }, () =>
  Number(execFileSync(process.execPath, ["--input-type=module", "-e", coldStart], { encoding: "utf8" })),
).sort((a, b) => a - b);

const results = { node: process.version, detectors: catalogue.length, coldStartMilliseconds: starts[2], rows };
console.table(rows);
console.log(`cold start, import and first scan: ${starts[2].toFixed(0)} ms; ${catalogue.length} detectors`);
writeFileSync(new URL("results.json", import.meta.url), `${JSON.stringify(results, null, 2)}\n`);
