import { randomUUID } from "node:crypto";
import type { ApprovalQueue, Proposal, SupervisorAnswer } from "../../types.js";

export function makeProposal(id: string = randomUUID()): Proposal {
  const now = Date.now();
  return {
    id,
    tool: "egress-token-allow",
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + 300_000).toISOString(),
    payload: {
      tool: "egress-token-allow",
      host: "api.example",
      method: "POST",
      path: "/v1/items",
      detector: "example-token",
      reason: "An example token stands in a header.",
      context: "authorization: Bearer [redacted]",
      fingerprint: "0123456789abcdef",
      location: { surface: "header", path: "authorization", decoded: [], start: 7, end: 47 },
      text: "POST api.example/v1/items\nauthorization: Bearer [redacted]",
    },
  };
}

/** Submits `count` new proposals at once; their ids, sorted. */
export async function submitAll(queue: ApprovalQueue, count: number): Promise<string[]> {
  const proposals = Array.from({ length: count }, () => makeProposal());
  await Promise.all(proposals.map((proposal) => queue.submit(proposal)));
  return idsOf(proposals);
}

export function idsOf(proposals: readonly Proposal[]): string[] {
  return proposals.map((proposal) => proposal.id).sort();
}

export function approve(id: string, reason = "the key of the test project"): SupervisorAnswer {
  return { id, verdict: "approve", reason };
}

export function reject(id: string): SupervisorAnswer {
  return { id, verdict: "reject", reason: "not ours" };
}

/** An answer of each kind, with and without what is optional. */
export const ANSWERS: readonly ((id: string) => SupervisorAnswer)[] = [
  (id) => ({ id, verdict: "approve", reason: "the deploy key of the test project" }),
  (id) => ({ id, verdict: "approve", reason: 'é ✓ 😀 "quoted" \\ \n', operator: "Ada", signature: "c2lnbmF0dXJl" }),
  (id) => ({ id, verdict: "reject" }),
  (id) => ({ id, verdict: "reject", reason: "", operator: "Ada" }),
  (id) => ({ id, verdict: "reject", reason: "not ours" }),
];

/** Answers that the contract calls malformed, each with what is wrong with it. */
export function malformedAnswers(id: string): readonly (readonly [what: string, answer: unknown])[] {
  const reason = "because";
  return [
    ["nothing", undefined],
    ["null", null],
    ["a string", "approve"],
    ["an array", [{ id, verdict: "approve", reason }]],
    ["a function", () => ({ id, verdict: "approve", reason })],
    ["an empty object", {}],
    ["no id", { verdict: "approve", reason }],
    ["an empty id", { id: "", verdict: "approve", reason }],
    ["an id that is no string", { id: 1, verdict: "approve", reason }],
    ["no verdict", { id, reason }],
    ["the verdict modify", { id, verdict: "modify", reason }],
    ["a verdict in capitals", { id, verdict: "APPROVE", reason }],
    ["a verdict that is no string", { id, verdict: true, reason }],
    ["a verdict in a list", { id, verdict: ["approve"], reason }],
    ["an approval without a reason", { id, verdict: "approve" }],
    ["an approval with an empty reason", { id, verdict: "approve", reason: "" }],
    ["an approval with a blank reason", { id, verdict: "approve", reason: " \t\r\n\u00a0\u3000" }],
    [
      "an approval with an invisible reason",
      { id, verdict: "approve", reason: "\u200b\u2060\ufeff\u00ad\u202e\u3164\u0000" },
    ],
    ["a reason that is no string", { id, verdict: "approve", reason: 1 }],
    ["a reason over 1,000 characters", { id, verdict: "approve", reason: "x".repeat(1_001) }],
    ["a rejection's reason over 1,000 characters", { id, verdict: "reject", reason: "x".repeat(1_001) }],
    ["an operator that is no string", { id, verdict: "approve", reason, operator: {} }],
    ["a signature that is no string", { id, verdict: "approve", reason, signature: 1 }],
    ["an unknown field", { id, verdict: "approve", reason, host: "other.example" }],
    ["a field named __proto__", JSON.parse(`{"id":${JSON.stringify(id)},"verdict":"reject","__proto__":{}}`)],
    ["inherited fields", Object.create({ id, verdict: "approve", reason })],
  ];
}
