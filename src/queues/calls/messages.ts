import type { ApprovedValue, TokenGrant } from "../../types.js";
import { isFileId } from "../file/names.js";
import type { SharedApprovals } from "../shared-approvals.js";

/** What a desk asks a boot in a call, and what the boot says in its reply: the same for every queue. */

/** Longest call and longest reply, in bytes. */
export const CALL_BYTES = 4_096;
export const REPLY_BYTES = 4_194_304;

/** Most approvals in one reply; of more the oldest are left out. */
const MOST_VALUES = 10_000;

export type Call = { readonly do: "list" } | { readonly do: "revoke"; readonly fingerprint: string };

export function callRecord(boot: string, call: Call): string {
  return JSON.stringify({ version: 1, boot, ...call });
}

/** The call to `boot` that `value` is; "another's" when it is for another boot. */
export function parseCall(value: unknown, boot: string): Call | "another's" | undefined {
  if (!isObject(value) || value.version !== 1 || !isFileId(value.boot)) return undefined;
  if (value.boot !== boot) return "another's";
  if (value.do === "list") return { do: "list" };
  const { fingerprint } = value;
  return value.do === "revoke" && typeof fingerprint === "string" ? { do: "revoke", fingerprint } : undefined;
}

/** What to say to `call`. */
export function replyTo(call: Call, approvals: SharedApprovals): string {
  return call.do === "list" ? listReply(approvals.list()) : revokeReply(approvals.revoke(call.fingerprint));
}

function listReply(values: readonly ApprovedValue[]): string {
  return JSON.stringify({ version: 1, approved: values.slice(-MOST_VALUES) });
}

function revokeReply(revoked: boolean): string {
  return JSON.stringify({ version: 1, revoked });
}

export function parseListReply(value: unknown): readonly ApprovedValue[] | undefined {
  if (!isObject(value) || !Array.isArray(value.approved)) return undefined;
  const values = value.approved.map(parseValue);
  return values.includes(undefined) ? undefined : (values as readonly ApprovedValue[]);
}

export function parseRevokeReply(value: unknown): boolean | undefined {
  return isObject(value) && typeof value.revoked === "boolean" ? value.revoked : undefined;
}

function parseValue(value: unknown): ApprovedValue | undefined {
  if (!isObject(value) || typeof value.fingerprint !== "string" || typeof value.addedAt !== "string") return undefined;
  return { fingerprint: value.fingerprint, grant: parseGrant(value.grant), addedAt: value.addedAt };
}

function parseGrant(value: unknown): TokenGrant {
  if (!isObject(value)) return {};
  const { scope, ttlSeconds, uses } = value;
  const host = isObject(scope) ? scope.host : undefined;
  return {
    ...(typeof host === "string" ? { scope: { host } } : {}),
    ...(typeof ttlSeconds === "number" ? { ttlSeconds } : {}),
    ...(typeof uses === "number" ? { uses } : {}),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
