import type { Denial, DenyCause, GuardVerdict } from "../types.js";

/** Why a call is refused: the guard's reasons, and those of adapters for what cannot be shown to it. */
export interface Refusal {
  readonly because: DenyCause | "misdirected" | "upgrade" | "redirect";
  readonly message: string;
}

/** The answer to a denied call, for any server. */
export interface DenialAnswer {
  readonly status: 403;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The answer to a call that is not sent on: JSON with `error`, which is always "request_denied", `because`, and `message`, which
 * says what to do.
 *
 * The status is always 403 (RFC 9110, section 15.5.4), for which no client retries by itself. Nothing of the request stands in it.
 */
export function denialAnswer({ because, message }: Refusal): DenialAnswer {
  return {
    status: 403,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
    body: `${JSON.stringify({ error: "request_denied", because, message })}\n`,
  };
}

/** The deny of a request about which the guard could not be asked. */
export const FAILED: Denial = Object.freeze({
  action: "deny",
  because: "scan-failed",
  message:
    "This request could not be checked, so it was not sent. Tell the operator of this proxy if it happens again.",
  result: undefined,
});

/** The deny of a request for whose body there was no room, of a guard that does not say so itself. */
export const CROWDED_OUT: Denial = Object.freeze({
  action: "deny",
  because: "overloaded",
  message: "Too much is arriving at once, so this request was not sent. Send it again later.",
  result: undefined,
});

/** What cannot be inspected is refused without asking the guard. */
export const UPGRADE: Refusal = Object.freeze({
  because: "upgrade",
  message:
    "WebSockets and other protocol upgrades cannot be inspected here, so they are refused. Use plain HTTP requests.",
});

/** The verdict that `check` resolves with. Whatever it throws, and whatever else it gives, is a deny. */
export async function verdictOf(check: () => Promise<GuardVerdict>): Promise<GuardVerdict> {
  try {
    const verdict = await check();
    return verdict.action === "forward" || verdict.action === "deny" ? verdict : FAILED;
  } catch {
    return FAILED;
  }
}
