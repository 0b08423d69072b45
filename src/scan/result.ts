import { hash } from "node:crypto";
import type { Surface, SurfaceProblem } from "../request/index.js";
import { withMatched } from "../secret.js";
import type { Confidence, Finding, ScanResult } from "../types.js";
import type { Placed } from "./overlap/candidate.js";
import { inRegion } from "./view.js";
import type { SurfaceReading } from "./walk.js";

/** The finding of a match, placed in its surface's wire bytes. */
export function secretFinding({ surface }: Placing, { match, start, end }: Placed): Finding {
  const { detector } = match.compiled;
  const { region, span } = inRegion(match.view, match.start, match.end);
  const { confidence } = match;
  const path = (region ?? surface).pathOf(span.start, span.end);
  const fields = {
    detector: detector.id,
    kind: "secret",
    reason: `${detector.title}: ${match.told?.because ?? (match.compiled.isKnown === true ? KNOWN : because(confidence, detector.verify !== undefined, detector.literals.length > 0))}`,
    confidence,
    approvable: true,
    location: Object.freeze({ surface: surface.kind, path, decoded: match.view.chain, start, end }),
  } as const;
  return withMatched(fields, match.value);
}

/** Why a value of the operator's own is reported. */
const KNOWN = "this is the very value that was given under that name";

function because(confidence: Confidence, hasProof: boolean, hasMark: boolean): string {
  if (confidence === "verified") return "the format's own checksum or structure proves it";
  const how = hasMark
    ? "the text has the format's fixed mark and shape"
    : "the shape fits, and a word that names it stands near";
  return hasProof ? `${how}, but the format's checksum does not hold` : how;
}

/** Where a problem is. */
export type Placing = Pick<SurfaceReading, "surface">;

/** The finding of something that could not be read. */
export function problemFinding({ surface }: Placing, problem: SurfaceProblem, digest: string): Finding {
  const fields = {
    detector: problem.what,
    kind: "uninspectable",
    reason: problem.reason,
    confidence: "high",
    approvable: problem.approvable,
    location: Object.freeze({
      surface: surface.kind,
      path: surface.name === "" ? surface.kind : surface.name,
      decoded: [],
      start: 0,
      end: surface.wire.length,
    }),
  } as const;
  return withMatched(fields, digest);
}

/** What an approval of a surface that cannot be read names: all of its wire bytes. */
export function digestOf({ surface }: Placing): string {
  return `sha256:${surface.wire.digest()}`;
}

/** The same of several surfaces: their names and all of their wire bytes. */
export function digestOfAll(surfaces: readonly Surface[]): string {
  const digests = surfaces.map(({ name, wire }) => JSON.stringify([name, wire.digest()]));
  return `sha256:${hash("sha256", digests.join(""))}`;
}

export function resultOf(findings: readonly Finding[], skipped: number, unread: ScanResult["unread"]): ScanResult {
  return findings.length + skipped + unread.length === 0 ? CLEAR : makeResult(findings, skipped, unread);
}

/** What nearly every scan gives, made once. */
export const CLEAR: ScanResult = makeResult([], 0, []);

function makeResult(findings: readonly Finding[], skipped: number, unread: ScanResult["unread"]): ScanResult {
  const fields = {
    verdict: findings.length === 0 ? "clear" : "hold",
    findings: Object.freeze(findings),
    skipped,
    unread: Object.freeze(unread),
  } as const;
  return withMatched(fields, findings[0]?.matched);
}
