/**
 * What a guard with a file queue on disk does under load: lag of the event loop, memory, latency, caps. Asserts the answers, prints a
 * table with the bound of each figure, and ends with 1 where one is over its bound.
 *
 * npm run bench:hold [-- --directory DIR]     the queue is made in DIR (default: the system's temporary directory)
 */
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import v8 from "node:v8";
import vm from "node:vm";
import { createGuard, fileQueue } from "../dist/index.js";
import { median, p99, withLag } from "./hold/lag.mjs";
import { keyOf, requestWith } from "./hold/requests.mjs";

const HELD = 5_000;
const SHARED = 50_000;
const BODY = 4_096;
const ROOMY = { pending: 100_000, pendingBytes: 2 ** 32, pendingPerClient: 100_000 };

v8.setFlagsFromString("--expose-gc");
const collect = vm.runInNewContext("gc");
const at = process.argv.indexOf("--directory");
const root = at < 0 ? tmpdir() : process.argv[at + 1];
const rows = [];

function figure(what, value, bound, unit) {
  rows.push({ what, value: Number(value.toFixed(2)), bound, unit, holds: value <= bound });
}

/** What is no figure of ours: the machine's, beside one. */
function comparison(what, value) {
  rows.push({ what, value: Number(value.toFixed(2)), unit: "ms" });
}

async function memory() {
  for (let i = 0; i < 3; i++) {
    collect();
    await turn();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** A queue of its own in a new directory for `work`. */
async function withQueue(work) {
  const parent = await mkdtemp(join(root, "bench-hold-"));
  const directory = join(parent, "queue");
  try {
    return await work(fileQueue(directory), directory);
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}

/** Holds one request for each of `requests`, one a turn of the loop, as sockets bring them. */
async function fill(guard, requests) {
  const verdicts = [];
  for (const request of requests) {
    verdicts.push(guard.check(request));
    await turn();
  }
  return verdicts;
}

async function pendingOf(queue, count) {
  while ((await queue.pending()).length < count) await sleep(50);
}

function submitted(queue) {
  let count = 0;
  const wait = async (wanted) => {
    while (count < wanted) await sleep(5);
  };
  const submit = async (proposal) => {
    await queue.submit(proposal);
    count += 1;
  };
  return {
    wait,
    queue: { submit, answer: (id, signal) => queue.answer(id, signal), withdraw: (id, why) => queue.withdraw(id, why) },
  };
}

async function manyHeld() {
  await withQueue(async (queue) => {
    const counted = submitted(queue);
    const guard = createGuard({ queue: counted.queue, timeoutSeconds: 600, limits: ROOMY });
    await guard.check(requestWith("nothing", BODY));
    const requests = Array.from({ length: HELD }, (_, index) => requestWith(keyOf(index), BODY));
    const size = requests[0].body.length;
    const before = await memory();
    const filling = await withLag(async () => {
      const verdicts = await fill(guard, requests);
      await counted.wait(HELD);
      return verdicts;
    });
    figure(`filling ${HELD}: lag, 99 of 100`, filling.p99, 25, "ms");
    figure(`filling ${HELD}: whole time`, filling.took / 1000, 300, "s");
    await sleep(500);
    // The bodies are the caller's: they were there before, so all that came is the guard's and the queue's.
    const each = (await memory()) - before;
    figure(
      `memory of each of ${HELD} held, of ${size} bytes`,
      each / HELD / 1000 + size / 1000,
      30 + (2.5 * size) / 1000,
      "kB",
    );
    const idle = await withLag(() => sleep(10_000));
    figure(`${HELD} held, idle: lag, 99 of 100`, idle.p99, 5, "ms");
    const closing = await withLag(async () => {
      void guard.close();
      return Promise.all(filling.result);
    });
    assert(closing.result.every(({ because }) => because === "closed"));
    figure(`closing with ${HELD} held: worst lag`, closing.worst, 100, "ms");
    while ((await queue.pending()).length > 0) await sleep(100);
  });
}

/** Larger bodies, whole ones that the caller keeps and such as arrive in pieces, which the guard keeps. */
async function largeBodies() {
  for (const [size, count] of [
    [64 * 1024, 200],
    [1024 * 1024, 40],
  ]) {
    for (const inPieces of [false, true]) {
      await withQueue(async (queue) => {
        const guard = createGuard({ queue, timeoutSeconds: 600, limits: ROOMY });
        await guard.check(requestWith("nothing", size));
        const requests = inPieces ? [] : Array.from({ length: count }, (_, index) => requestWith(keyOf(index), size));
        const before = await memory();
        const verdicts = [];
        for (let index = 0; index < count; index++) {
          const { body, ...head } = requests[index] ?? requestWith(keyOf(index), size);
          if (inPieces) {
            const opened = guard.open(head);
            for (let at = 0; at < body.length; at += 16_384) opened.push(body.subarray(at, at + 16_384));
            verdicts.push(opened.finish());
          } else verdicts.push(guard.check({ ...head, body }));
          await turn();
        }
        await pendingOf(queue, count);
        const each = ((await memory()) - before) / count + (inPieces ? 0 : size);
        const how = inPieces ? ", in pieces" : "";
        figure(`memory of each of ${count} held, of ${size} bytes${how}`, each / 1000, 30 + (2.5 * size) / 1000, "kB");
        await guard.close();
        await Promise.all(verdicts);
      });
    }
  }
}

/** As many reports of one request as the limit of findings allows. */
async function manyReportsOfOne() {
  await withQueue(async (queue) => {
    const guard = createGuard({ queue, timeoutSeconds: 600, limits: ROOMY });
    await guard.check(requestWith("nothing", BODY));
    const requests = Array.from({ length: 10 }, (_, index) => ({
      ...requestWith("nothing"),
      body: Array.from({ length: 64 }, (_, at) => `use ${keyOf(`${index} ${at}`)} please`).join("\n"),
    }));
    const asking = await withLag(async () => {
      const verdicts = await fill(guard, requests);
      await pendingOf(queue, 640);
      return verdicts;
    });
    figure("10 requests with 64 secrets each: worst lag", asking.worst, 100, "ms");
    await guard.close();
    await Promise.all(asking.result);
  });
}

async function oneAnswerForMany() {
  await withQueue(async (queue) => {
    const guard = createGuard({ queue, timeoutSeconds: 600, limits: ROOMY });
    const verdicts = await fill(
      guard,
      Array.from({ length: HELD }, () => requestWith(keyOf("one"), BODY)),
    );
    await pendingOf(queue, 1);
    const [{ id }] = await queue.pending();
    const releasing = await withLag(async () => {
      await queue.decide({ id, verdict: "approve", reason: "a bench" });
      return Promise.all(verdicts);
    });
    assert(releasing.result.every(({ because }) => because === "approved"));
    figure(`releasing ${HELD} with one answer: worst lag`, releasing.worst, 100, "ms");
    await guard.close();
  });
}

async function allExpireAtOnce() {
  await withQueue(async (queue) => {
    const arrivedAt = performance.now();
    const guard = createGuard({ queue, timeoutSeconds: 45, limits: ROOMY });
    const verdicts = [];
    for (let index = 0; index < HELD; index++) {
      verdicts.push(guard.check(requestWith(keyOf(index), BODY), { arrivedAt }));
      await turn();
    }
    await sleep(Math.max(0, arrivedAt + 44_000 - performance.now()));
    const expiring = await withLag(() => Promise.all(verdicts));
    assert(expiring.result.every(({ because }) => because === "timeout"));
    figure(`${HELD} that expire at once: worst lag`, expiring.worst, 100, "ms");
    await guard.close();
  });
}

async function oneReportForMany() {
  await withQueue(async (queue) => {
    const counted = submitted(queue);
    const guard = createGuard({ queue: counted.queue, timeoutSeconds: 600, limits: ROOMY });
    const verdicts = await fill(
      guard,
      Array.from({ length: SHARED }, () => requestWith(keyOf("shared"), 256)),
    );
    const pending = await queue.pending();
    assert.equal(pending.length, 1);
    figure(`${SHARED} requests with one value: reports`, pending.length, 1, "");
    const releasing = await withLag(async () => {
      await queue.decide({ id: pending[0].id, verdict: "reject" });
      return Promise.all(verdicts);
    });
    assert(releasing.result.every(({ because }) => because === "rejected"));
    figure(`denying ${SHARED} with one answer: worst lag`, releasing.worst, 100, "ms");
    await guard.close();
  });
}

async function overTheCaps() {
  await withQueue(async (queue) => {
    const guard = createGuard({ queue, timeoutSeconds: 600 });
    const requests = Array.from({ length: 2_000 }, (_, index) => requestWith(keyOf(index), 256));
    const verdicts = await fill(guard, requests);
    const times = new Float64Array(SHARED);
    const before = await memory();
    for (let index = 0; index < SHARED; index++) {
      const start = performance.now();
      const verdict = await guard.check(requests[1_000 + (index % 1_000)]);
      times[index] = performance.now() - start;
      assert.equal(verdict.because, "overloaded");
    }
    figure(`${SHARED} over the cap of 1,000: denied, 99 of 100 within`, p99(times), 10, "ms");
    figure(`${SHARED} over the cap: memory that stays`, Math.max(0, (await memory()) - before) / 1e6, 5, "MB");
    await guard.close();
    const causes = (await Promise.all(verdicts)).map(({ because }) => because);
    assert.equal(causes.filter((because) => because === "closed").length, 1_000);
  });
}

/** Milliseconds that the disk and the machine take now for one small file that is durable, its name too: what no queue of files does without. */
async function bareFile(directory) {
  const start = performance.now();
  const handle = await open(join(directory, "new"), "wx");
  await handle.writeFile("x".repeat(2_000));
  await handle.sync();
  await handle.close();
  await rename(join(directory, "new"), join(directory, "file"));
  const names = await open(directory, "r");
  await names.sync();
  await names.close();
  return performance.now() - start;
}

async function latencies() {
  await withQueue(async (queue, directory) => {
    const proposing = [];
    const measured = {
      submit: async (proposal) => {
        const start = performance.now();
        await queue.submit(proposal);
        proposing.push(performance.now() - start);
      },
      answer: (id, signal) => queue.answer(id, signal),
      withdraw: (id, why) => queue.withdraw(id, why),
    };
    const guard = createGuard({ queue: measured, timeoutSeconds: 600, limits: ROOMY });
    await queue.pending();
    const bare = [];
    const beside = await mkdtemp(join(directory, "..", "bare-"));
    const desk = fork(new URL("hold/desk.mjs", import.meta.url), [directory]);
    await once(desk, "message");
    const begun = new Map();
    desk.on("message", ({ id, at }) => begun.set(id, BigInt(at)));
    const releasing = [];
    for (let index = 0; index < 500; index++) {
      bare.push(await bareFile(beside));
      const decided = once(desk, "message");
      const verdict = await guard.check(requestWith(keyOf(`latency ${index}`), BODY));
      const now = process.hrtime.bigint();
      assert.equal(verdict.because, "approved");
      const [{ at }] = await decided;
      releasing.push(Number(now - BigInt(at)) / 1e6);
    }
    figure("proposing, one at a time, 99 of 100", p99(proposing), 10, "ms");
    comparison("  a bare durable file before each, 99 of 100", p99(bare));
    comparison("  proposing, the half of them within", median(proposing));
    comparison("  a bare durable file, the half of them within", median(bare));
    figure("decision to release, one at a time, 99 of 100", p99(releasing), 100, "ms");
    // All at once, with a desk in another process that approves each by itself.
    const started = performance.now();
    const all = await withLag(async () =>
      Promise.all(
        await fill(
          guard,
          Array.from({ length: 1_000 }, (_, index) => requestWith(keyOf(`each ${index}`), BODY)),
        ),
      ),
    );
    assert(all.result.every(({ because }) => because === "approved"));
    figure("1,000 proposed and approved one by one: worst lag", all.worst, 100, "ms");
    figure("1,000 proposed and approved one by one: whole time", (performance.now() - started) / 1000, 60, "s");
    desk.disconnect();
    await guard.close();
  });
}

const only = process.argv.indexOf("--only");
const parts = {
  manyHeld,
  largeBodies,
  manyReportsOfOne,
  oneAnswerForMany,
  allExpireAtOnce,
  oneReportForMany,
  overTheCaps,
  latencies,
};
for (const [name, part] of Object.entries(parts)) {
  if (only < 0 || process.argv[only + 1] === name) await part();
}
console.table(rows);
process.exitCode = rows.every(({ holds }) => holds !== false) ? 0 : 1;
