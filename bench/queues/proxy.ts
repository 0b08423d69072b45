/** A proxy in a process of its own: submits when it is told to, waits for every answer, and tells how long each took to arrive. */

import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import { makeProposal } from "../../src/testing/queue-laws/samples.js";
import type { Proposal, SupervisorAnswer } from "../../src/types.js";
import { open } from "./places.js";

/** With a report of usual length. */
export function proposal(): Proposal {
  const sample = makeProposal();
  const lines = "a line of a report that is of usual length\n".repeat(20);
  return { ...sample, payload: { ...sample.payload, text: `POST api.example/v1/items\n${lines}` } };
}

/** When an answer was decided: its reason. Both sides are on one machine, so they have one clock. */
export const stamp = (): string => String(performance.timeOrigin + performance.now());
export const since = (answer: unknown): number =>
  performance.timeOrigin + performance.now() - Number((answer as SupervisorAnswer).reason);

export async function runProxy(at: string, count: number): Promise<void> {
  const queue = open(at);
  const never = new AbortController().signal;
  setMaxListeners(0, never);
  process.once("message", async () => {
    const proposals = Array.from({ length: count }, proposal);
    await Promise.all(proposals.map((one) => queue.submit(one)));
    process.send!("submitted");
    const answers = proposals.map(async ({ id }) => since(await queue.answer(id, never)));
    process.send!(await Promise.all(answers));
    await Promise.all(proposals.map(({ id }) => queue.withdraw(id, "settled")));
    process.exit();
  });
  await queue.withdraw(randomUUID(), "settled"); // connected, and the schema is there
  process.send!("ready");
}
