/** A guard of a few lines, so that a test of an adapter is a test of the adapter alone. */

import { createSafeTokens } from "../../../src/approval/safe-tokens.js";
import type { CheckCall, Guard, GuardVerdict, OutboundRequest } from "../../../src/types.js";

/** What stands for a secret, in any surface. Its neighbours in a test must not contain it. */
export const SECRET = "tok_0123456789";

/** What stands for a secret that waits until its client leaves. */
export const HELD = "held_0123456789";

const RESULT = { verdict: "clear", findings: [], skipped: 0, unread: [], matched: undefined } as const;
const FORWARD: GuardVerdict = { action: "forward", because: "clear", result: RESULT };

/** Remembers what it was asked. Denies SECRET and incomplete bodies; holds HELD until the call's signal aborts. */
export class StubGuard implements Guard {
  readonly safeTokens = createSafeTokens();
  readonly asked: { readonly request: OutboundRequest; readonly call: CheckCall | undefined }[] = [];
  /** Resolves when the first call is held. */
  readonly held: Promise<void>;
  #hold: () => void = () => {};

  constructor() {
    this.held = new Promise((resolve) => {
      this.#hold = resolve;
    });
  }

  async check(request: OutboundRequest, call?: CheckCall): Promise<GuardVerdict> {
    this.asked.push({ request, call });
    const text = textOf(request);
    if (request.bodyComplete === false) return denial("uninspectable");
    if (text.includes(SECRET)) return denial("rejected");
    if (!text.includes(HELD)) return FORWARD;
    this.#hold();
    await new Promise<void>((resolve) => call?.signal?.addEventListener("abort", () => resolve()));
    return denial("cancelled");
  }

  open(): never {
    return notOpened();
  }

  async close(): Promise<void> {}

  /** The one request that was asked about. */
  get only(): OutboundRequest {
    if (this.asked.length !== 1) throw new Error(`asked ${this.asked.length} times, not once`);
    return this.asked[0]!.request;
  }
}

/** For guards of adapters that read whole bodies. */
export function notOpened(): never {
  throw new Error("asked piece by piece");
}

function denial(because: "rejected" | "uninspectable" | "cancelled"): GuardVerdict {
  return { action: "deny", because, message: `denied as ${because}; do without it`, result: undefined };
}

function textOf({ method, url, headers = [], body, trailers = [] }: OutboundRequest): string {
  const pairs = [...(headers as Iterable<[string, string]>), ...(trailers as Iterable<[string, string]>)];
  const bytes = typeof body === "string" ? body : Buffer.from(body ?? []).toString("latin1");
  return [method, url, ...pairs.flat(), bytes].join("\n");
}

/** Guards that break in every way a guard can. */
export const BROKEN_GUARDS: readonly (readonly [name: string, check: Guard["check"]])[] = [
  [
    "throws",
    () => {
      throw new Error(SECRET);
    },
  ],
  [
    "rejects",
    async () => {
      throw new Error(SECRET);
    },
  ],
  ["resolves with nothing", async () => undefined as never],
  ["resolves with another word", async () => ({ action: "allow" }) as never],
];

export function brokenGuard(check: Guard["check"]): Guard {
  return { check, open: notOpened, safeTokens: createSafeTokens(), close: async () => {} };
}
