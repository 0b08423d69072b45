import { postgresQueue } from "../../../src/queues/postgres.js";
import { redisQueue } from "../../../src/queues/redis.js";
import type { ServerQueue } from "../../../src/queues/server/queue.js";
import { makeProposal } from "../../../src/testing/queue-laws/samples.js";

/** Waits for an answer and for changes, lets go, and must end by itself, though it closes nothing. */
const [url = "", scope = ""] = process.argv.slice(2);
const queue = open();

function open(): ServerQueue {
  return url.startsWith("redis:") ? redisQueue(url, { prefix: scope }) : postgresQueue(url, { schema: scope });
}

const stop = new AbortController();
const step = queue.changes(stop.signal)[Symbol.asyncIterator]().next();
const proposal = makeProposal();
await queue.submit(proposal);
const answer = queue.answer(proposal.id, stop.signal).catch(() => "aborted");
await step;
const pending = await queue.pending();
stop.abort();
console.log(JSON.stringify([pending.length, await answer]));
