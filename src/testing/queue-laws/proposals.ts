import assert from "node:assert/strict";
import type { Proposal } from "../../types.js";
import type { Laws } from "./bench.js";
import { idsOf, makeProposal, submitAll } from "./samples.js";

/** What a queue does with what is submitted. */
export const proposalLaws: Laws = {
  "a submitted proposal is pending, unchanged": async ({ queue, desk }) => {
    const proposal = makeProposal();
    await queue.submit(proposal);
    assert.deepEqual(await desk.pending(), [proposal]);
  },

  "what the caller does to a proposal after submit changes nothing": async ({ queue, desk }) => {
    const proposal = makeProposal();
    const before = structuredClone(proposal);
    await queue.submit(proposal);
    Object.assign(proposal.payload, { host: "changed.example" });
    assert.deepEqual(await desk.pending(), [before]);
  },

  "the proposals of other tools are carried as they are": async ({ queue, desk }) => {
    const payload = {
      tool: "other-tool",
      nested: { list: [1, null, true, "é ✓ 😀"] },
    } as unknown as Proposal["payload"];
    const proposal: Proposal = { ...makeProposal(), tool: "other-tool", payload };
    await queue.submit(proposal);
    assert.deepEqual(await desk.pending(), [proposal]);
  },

  "text of 16 KiB with quotes, backslashes, line feeds and every script is carried as it is": async ({
    queue,
    desk,
  }) => {
    const made = makeProposal();
    const text = '"\\\n\u2028é✓😀'.repeat(1_260).slice(0, 10_000);
    const proposal: Proposal = { ...made, payload: { ...made.payload, text } };
    await queue.submit(proposal);
    assert.deepEqual(await desk.pending(), [proposal]);
  },

  "every proposal that is submitted is pending": async ({ queue, desk }) => {
    const ids = await submitAll(queue, 20);
    assert.deepEqual(idsOf(await desk.pending()), ids);
  },
};
