/**
 * A small scanner with the laws of the real one, for tests about the guard: it finds `tok_` and 16 letters or digits, skips what is
 * safe, and reports a body marked "opaque" as one that could not be inspected.
 */

import { createHash } from "node:crypto";
import type { Scanner, Scanning } from "../../../src/approval/index.js";
import { targetOf } from "../../../src/approval/target.js";
import { surfacesOf } from "../../../src/request/index.js";
import { safeKey } from "../../../src/safe-key.js";
import { withMatched } from "../../../src/secret.js";
import type {
  Detector,
  Finding,
  Location,
  OutboundRequest,
  SafeTokens,
  SafeTokensLike,
  ScanResult,
} from "../../../src/types.js";

export const detector: Detector = {
  id: "test-token",
  service: "test",
  title: "Test token",
  literals: ["tok_"],
  shape: "tok_[a-z0-9]{16}",
  examples: ["tok_0123456789abcdef"],
  counterExamples: ["tok_"],
};

const SHAPE = /tok_[a-z0-9]{16}/g;

function secret(location: Location, matched: string): Finding {
  const { id, title } = detector;
  return withMatched(
    {
      detector: id,
      kind: "secret",
      reason: `${title} in the request`,
      confidence: "high",
      approvable: true,
      location,
    } as const,
    matched,
  );
}

function unread(detector: string, approvable: boolean, bytes: Buffer): Finding {
  const location: Location = { surface: "body", path: "body", decoded: [], start: 0, end: bytes.length };
  return withMatched(
    {
      detector,
      kind: "uninspectable",
      reason: "The body could not be read",
      confidence: "high",
      approvable,
      location,
    } as const,
    `sha256:${createHash("sha256").update(bytes).digest("hex")}`,
  );
}

function findAll(request: OutboundRequest): Finding[] {
  return surfacesOf(request, { bodyBytes: 8 * 1024 * 1024 }).flatMap((surface) => {
    const found = [...surface.bytes.toString("latin1").matchAll(SHAPE)].map((match) => {
      const [start, end] = [match.index, match.index + match[0].length];
      return secret({ surface: surface.kind, path: surface.pathOf(start, end), decoded: [], start, end }, match[0]);
    });
    if (surface.kind !== "body") return found;
    if (request.bodyComplete === false) found.push(unread("body-incomplete", false, surface.bytes));
    if (surface.bytes.includes("opaque")) found.push(unread("content-encoding", true, surface.bytes));
    return found;
  });
}

function isStore(safeTokens: SafeTokensLike): safeTokens is SafeTokens {
  return typeof safeTokens === "object" && "spend" in safeTokens;
}

export const scan: Scanner = (request, safeTokens = []): ScanResult => {
  const { host = "" } = targetOf(request.url);
  const plain = isStore(safeTokens) ? [] : typeof safeTokens === "string" ? [safeTokens] : [...safeTokens];
  const isSafe = ({ kind, matched }: Finding): boolean =>
    isStore(safeTokens) ? safeTokens.has(safeKey(kind, matched), { host }) : plain.includes(matched);
  const all = findAll(request);
  const findings = all.filter((finding) => !isSafe(finding));
  return withMatched(
    {
      verdict: findings.length === 0 ? ("clear" as const) : ("hold" as const),
      findings,
      skipped: all.length - findings.length,
      unread: [],
    },
    findings[0]?.matched,
  );
};

export const scanning: Scanning = { scan, detectors: [detector] };

/** A token of the shape above; the same `seed` gives the same token. */
export function token(seed: string | number): string {
  return `tok_${createHash("sha256").update(String(seed)).digest("hex").slice(0, 16)}`;
}

export function request(body: string, host = "api.example.com"): OutboundRequest {
  return { method: "POST", url: `https://${host}/v1/chat`, headers: [["content-type", "text/plain"]], body };
}
