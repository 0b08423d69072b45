/**
 * A supervisor in a process of its own: approves what is pending as soon as it sees it, and says of each when it began to decide.
 * node bench/hold/desk.mjs DIRECTORY, as a child with an IPC channel.
 */
import { fileQueue } from "../../dist/index.js";

const desk = fileQueue(process.argv[2]);
const stop = new AbortController();
process.on("disconnect", () => stop.abort());

const begun = new Set();

async function decide({ id }) {
  const at = process.hrtime.bigint();
  const outcome = await desk.decide({ id, verdict: "approve", reason: "a bench" });
  process.send?.({ id, at: String(at), outcome });
}

process.send("ready");
for await (const _ of desk.changes(stop.signal)) {
  const fresh = (await desk.pending()).filter(({ id }) => !begun.has(id));
  for (const proposal of fresh) begun.add(proposal.id);
  await Promise.all(fresh.map(decide));
}
