import type { CheckCall, Guard, GuardVerdict, OutboundRequest } from "../types.js";

/** What every adapter does with a guard: ask it, and answer for it when it says no. */

export type Denial = Extract<GuardVerdict, { readonly action: "deny" }>;

/** When the guard itself failed, or said neither yes nor no. */
export const FAILED: Denial = Object.freeze({
  action: "deny",
  because: "scan-failed",
  message:
    "This request could not be scanned, so it was not sent. Tell the operator of this proxy if it happens again.",
  result: undefined,
});

/**
 * The guard's verdict on what `read` makes of a request. Never rejects: whatever throws, and a guard that says anything else than
 * its two words, is a deny.
 */
export async function ask(guard: Guard, read: () => OutboundRequest, call: CheckCall): Promise<GuardVerdict> {
  try {
    const verdict = await guard.check(read(), call);
    return verdict.action === "forward" || verdict.action === "deny" ? verdict : FAILED;
  } catch {
    return FAILED;
  }
}

/** An HTTP response, for any framework. */
export interface DenialResponse {
  readonly status: 403;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON: `error` is always "request_denied", `because` is the verdict's, `message` says what to do. */
  readonly body: string;
}

/**
 * What a client gets for a denied request: always 403 (RFC 9110, section 15.5.4), since clients and proxies send a request again
 * on their own after 408, 429 and 5xx.
 */
export function denialResponse({ because, message }: Denial): DenialResponse {
  const body = `${JSON.stringify({ error: "request_denied", because, message })}\n`;
  return {
    status: 403,
    headers: {
      "content-type": "application/json",
      "cache-control": "no-store",
      "content-length": String(Buffer.byteLength(body)),
    },
    body,
  };
}
