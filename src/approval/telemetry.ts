import { channel } from "node:diagnostics_channel";
import type { GuardMessages } from "../channels.js";
import type { GuardVerdict, OutboundRequest, ScanResult } from "../types.js";
import { bodyBytes } from "./snapshot.js";

type Name = keyof GuardMessages;

const channels = {
  scan: channel("outbound-dlp:scan" satisfies Name),
  held: channel("outbound-dlp:held" satisfies Name),
  ended: channel("outbound-dlp:ended" satisfies Name),
  verdict: channel("outbound-dlp:verdict" satisfies Name),
  event: channel("outbound-dlp:event" satisfies Name),
};

let waiting = 0;

/** What `scan` gives, and a message about it. */
export function tellScan(request: OutboundRequest, again: boolean, scan: () => ScanResult): ScanResult {
  if (!channels.scan.hasSubscribers) return scan();
  const start = performance.now();
  const result = scan();
  const durationMs = performance.now() - start;
  const of = (kind: "secret" | "uninspectable"): readonly string[] => [
    ...new Set(result.findings.filter((finding) => finding.kind === kind).map(({ detector }) => detector)),
  ];
  channels.scan.publish({
    again,
    durationMs,
    bodyBytes: bodyBytes(request),
    verdict: result.verdict,
    detectors: of("secret"),
    uninspectable: of("uninspectable"),
  } satisfies GuardMessages["outbound-dlp:scan"]);
  return result;
}

/** A request begins to wait. Call what this returns once, when it has ended. */
export function tellHeld(): () => void {
  const start = performance.now();
  waiting += 1;
  if (channels.held.hasSubscribers) {
    channels.held.publish({ waiting } satisfies GuardMessages["outbound-dlp:held"]);
  }
  return () => {
    waiting -= 1;
    if (!channels.ended.hasSubscribers) return;
    const heldMs = performance.now() - start;
    channels.ended.publish({ waiting, heldMs } satisfies GuardMessages["outbound-dlp:ended"]);
  };
}

/** The verdict that `check` gives, and a message about it. */
export function tellVerdict<Verdict extends GuardVerdict>(check: () => Promise<Verdict>): Promise<Verdict> {
  if (!channels.verdict.hasSubscribers) return check();
  const start = performance.now();
  const verdict = check();
  void verdict.then(({ action, because }) => {
    const durationMs = performance.now() - start;
    channels.verdict.publish({ action, because, durationMs } satisfies GuardMessages["outbound-dlp:verdict"]);
  });
  return verdict;
}

export function tellEvent(event: GuardMessages["outbound-dlp:event"]): void {
  if (channels.event.hasSubscribers) channels.event.publish(event);
}
