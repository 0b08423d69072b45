import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileQueue } from "../../../src/queues/file.js";

/** What this script prints, as JSON. */
export interface Waits {
  /** What kept the process running meanwhile, of timers and watches. */
  readonly kept: readonly string[];
  /** How the waits ended, each way once. */
  readonly ended: readonly string[];
}

/** Waits for 5,000 answers and for changes, lets go, and must end by itself. */
const queue = fileQueue(process.argv[2]!);
const stop = new AbortController();
setMaxListeners(0, stop.signal);
const waits = Array.from({ length: 5_000 }, () => queue.answer(randomUUID(), stop.signal));
const ended = Promise.allSettled(waits);
const step = queue.changes(stop.signal)[Symbol.asyncIterator]().next();

let resources: string[];
do {
  await sleep(50);
  resources = process.getActiveResourcesInfo();
} while (!resources.includes("Timeout") || resources.some((name) => name.startsWith("FSReq")));
const kept = resources.filter((name) => name === "Timeout" || name === "FSEventWrap");

stop.abort();
await step;
const outcomes = new Set((await ended).map((outcome) => outcome.status));
console.log(JSON.stringify({ kept: kept.sort(), ended: [...outcomes] } satisfies Waits));
