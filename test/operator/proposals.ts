import { type Report, toReport } from "../../src/operator/report.js";
import type { WaitingReport } from "../../src/operator/terminal/state.js";
import type { Proposal } from "../../src/types.js";

/** A proposal as a guard makes one, for tests of the operator's side. */
export function proposal(id: string, changes: Partial<Proposal> = {}, text = `Report ${id}\nsecond line`): Proposal {
  return {
    id,
    tool: "egress-token-allow",
    createdAt: "2030-01-01T00:00:00.000Z",
    expiresAt: "2030-01-01T00:05:00.000Z",
    payload: {
      tool: "egress-token-allow",
      host: "api.example.com",
      method: "POST",
      path: "/v1/items",
      detector: "example-token",
      reason: "Looks like an example token.",
      context: "Bearer [redacted]",
      fingerprint: "aaaa:bbbb:cccc:dddd",
      location: { surface: "header", path: "authorization", decoded: [], start: 0, end: 10 },
      text,
    },
    ...changes,
  };
}

/** The report of a proposal, as the session gets it. */
export function waiting(id: string, deadline = 1_000_000, text?: string): WaitingReport {
  return { ...(toReport(proposal(id, {}, text)) as Report), deadline };
}
