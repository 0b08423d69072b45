import { QueueError } from "../errors.js";
import type { ApprovedValue, Revocation, SupervisorDesk } from "../types.js";
import { printableLine } from "./printable.js";

/** What can be listed and revoked at a desk, as an operator reads it. */

/** The desk's approvals. Throws QueueError for a queue that does not carry them. */
export function listApproved(desk: SupervisorDesk): Promise<readonly ApprovedValue[]> {
  if (desk.approved === undefined) throw new QueueError("This queue does not tell what was approved: ask the proxy.");
  return desk.approved();
}

/** Makes the proxies behind the desk forget a value. Throws QueueError for a queue that does not carry revocations. */
export function revokeApproved(desk: SupervisorDesk, revocation: Revocation): Promise<"revoked" | "unknown"> {
  if (desk.revoke === undefined) throw new QueueError("This queue does not carry revocations: ask the proxy.");
  return desk.revoke(revocation);
}

/** One line, such as "9f86:d081:884c:7d65  since 2026-11-24 05:11:39 UTC  to api.example, once". */
export function describeApproved({ fingerprint, grant, addedAt }: ApprovedValue): string {
  const { scope, ttlSeconds, uses } = grant;
  const where = scope?.host === undefined ? "to any host" : `to ${printableLine(scope.host, 255)}`;
  const until = ttlSeconds === undefined ? "" : `, for ${ttlSeconds} s`;
  const often = uses === undefined ? "" : uses === 1 ? ", once" : `, ${uses} times`;
  const since = printableLine(addedAt, 40).replace(/T(.*)\.\d+Z$/, " $1 UTC");
  return `${printableLine(fingerprint, 128)}  since ${since}  ${where}${until}${often}`;
}
