import { type Surface, surfacesOf } from "../../request/index.js";
import type { Detector, Finding, Location, OutboundRequest } from "../../types.js";
import { markPiece, type Piece, textPiece } from "./piece.js";
import { headOf, printable } from "./printable.js";
import { detectorOf, publicPrefix } from "./public-prefix.js";

/** Bytes of a surface, and what stands in a report instead of them. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/** Reads the surfaces whole: what is shown of a body does not depend on how much of it was scanned. */
const UNLIMITED = { bodyBytes: Number.POSITIVE_INFINITY };

/** A request with everything masked that a scan found in it, safe or not. */
export class Redaction {
  /** What is left of each value without its public prefix: none of it may be shown. */
  readonly variableParts: ReadonlySet<string>;
  readonly #surfaces: readonly Surface[];
  readonly #findings: readonly Finding[];

  constructor(request: OutboundRequest, findings: readonly Finding[], detectors: readonly Detector[]) {
    this.#surfaces = surfacesOf(request, UNLIMITED);
    this.#findings = findings;
    this.variableParts = new Set(
      findings
        .filter((finding) => finding.kind === "secret")
        .map(({ matched, detector }) => matched.slice(publicPrefix(matched, detectorOf(detector, detectors)).length)),
    );
  }

  /** The surface that a finding stands in; of several headers of one name, the one whose bytes fit. */
  surfaceOf({ location, matched }: Finding): Surface | undefined {
    const candidates = this.#surfaces.filter((surface) => mayHold(surface, location));
    if (candidates.length < 2 || location.decoded.length > 0) return candidates[0];
    const bytes = Buffer.from(matched);
    return candidates.find((surface) => surface.bytes.subarray(location.start, location.end).equals(bytes));
  }

  surface(kind: Surface["kind"]): Surface | undefined {
    return this.#surfaces.find((surface) => surface.kind === kind);
  }

  /** The bytes `[start, end)` of a surface as text, with a mark for each run that holds a match or could not be inspected. */
  read(surface: Surface, start: number, end: number): Piece[] {
    const pieces: Piece[] = [];
    let from = start;
    for (const span of this.spans(surface)) {
      if (span.end <= from || span.start >= end) continue;
      if (span.start > from) pieces.push(textPiece(decode(surface.bytes.subarray(from, span.start))));
      pieces.push(markPiece(span.label));
      from = span.end;
    }
    if (from < end) pieces.push(textPiece(decode(surface.bytes.subarray(from, end))));
    return pieces;
  }

  /** The masked runs of a surface, in order, apart from each other. */
  spans(surface: Surface): readonly Span[] {
    const sorted = this.#findings
      .filter(({ location }) => location.end > location.start && mayHold(surface, location))
      .map((finding) => ({ start: finding.location.start, end: finding.location.end, label: labelOf(finding) }))
      .sort((one, two) => one.start - two.start || two.end - one.end);
    const merged: Span[] = [];
    for (const span of sorted) {
      const last = merged.at(-1);
      if (last === undefined || span.start >= last.end) merged.push(span);
      else if (span.end > last.end) merged[merged.length - 1] = { ...last, end: span.end };
    }
    return merged;
  }
}

/** Headers of one name cannot be told apart by a location: what stands in one is masked in all of them. */
function mayHold(surface: Surface, { surface: kind, path, start, end }: Location): boolean {
  if (surface.kind !== kind || end > surface.wire.length) return false;
  if (kind !== "header" && kind !== "trailer") return true;
  return path.toLowerCase() === surface.name.toLowerCase() || surface.pathOf(start, end) === path;
}

/** The mark of a finding, such as "[redacted npm-access-token, 40 characters]". */
function labelOf(finding: Finding): string {
  if (finding.kind === "uninspectable") return "[not inspected]";
  return `[redacted ${headOf(printable(finding.detector), 64)}, ${lengthOf(finding.matched)}]`;
}

export function lengthOf(value: string): string {
  const characters = [...value].length;
  return `${characters} ${characters === 1 ? "character" : "characters"}`;
}

/** A cut through a character leaves a replacement character, which says nothing. */
function decode(bytes: Buffer): string {
  return bytes.toString("utf8").replace(/^\ufffd+|\ufffd+$/g, "");
}
