import { randomUUID } from "node:crypto";
import type { Proposal, SupervisorAnswer } from "../../../src/types.js";

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

export function approve(id: string, reason = "the key of the test project"): SupervisorAnswer {
  return { id, verdict: "approve", reason };
}

export function reject(id: string): SupervisorAnswer {
  return { id, verdict: "reject", reason: "not ours" };
}
