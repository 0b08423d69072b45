import type { Finding, OutboundRequest } from "../../types.js";
import { type Target, targetOf } from "../target.js";
import { firstOf, lastOf, markPiece, type Piece, textPiece } from "./piece.js";
import { headOf, printable, tailOf } from "./printable.js";
import type { Redaction } from "./redaction.js";
import { scrub } from "./scrub.js";

/** What a report quotes of a request. */
export interface Fields<Value> {
  readonly host: Value;
  readonly method: Value;
  readonly path: Value;
  readonly context: Value;
  /** `Location.path`. */
  readonly place: Value;
}

type FieldName = keyof Fields<unknown>;

const FIELDS: readonly FieldName[] = ["host", "method", "path", "context", "place"];

/** Longest each, in characters. A DNS name has at most 255 (RFC 1035, section 2.3.4); its end tells whose it is. */
const BOUNDS: Fields<(text: string) => string> = {
  host: (text) => tailOf(text, 255),
  method: (text) => headOf(text, 32),
  path: (text) => headOf(text, 1024),
  context: (text) => headOf(text, 512),
  place: (text) => headOf(text, 256),
};

/** Characters of context on either side. */
const CONTEXT = 40;

/** Bytes read for them: a character has up to 4, and marks make room. */
const CONTEXT_BYTES = 16 * CONTEXT;

const PATH_BYTES = 4096;

/** What a report quotes of `request` about `finding`, with every match in it masked by its place. */
export function quote(request: OutboundRequest, finding: Finding, redaction: Redaction): Fields<readonly Piece[]> {
  const target = targetOf(request.url);
  return {
    host: hostPieces(request.url, target, redaction),
    method: methodPieces(request.method, redaction),
    path: pathPieces(request.url, target, redaction),
    context: contextPieces(finding, redaction),
    place: [textPiece(finding.location.path.slice(0, PATH_BYTES))],
  };
}

/** Only what nobody could read the values in: where it goes, and how. */
export function withhold(fields: Fields<readonly Piece[]>): Fields<readonly Piece[]> {
  const withheld = [markPiece("(not shown: it cannot be made safe to show)")];
  return { ...fields, path: withheld, context: withheld, place: withheld };
}

/** Takes every remaining piece of a value out of all fields. */
export function scrubFields(fields: Fields<readonly Piece[]>, values: ReadonlySet<string>): Fields<readonly Piece[]> {
  const scrubbed = scrub(
    FIELDS.flatMap((name) => fields[name]),
    values,
  );
  return mapFields((name) => scrubbed.splice(0, fields[name].length).flat());
}

/** The fields as they are shown: printable, on one line each, bounded. */
export function showFields(fields: Fields<readonly Piece[]>): Fields<string> {
  return mapFields((name) =>
    BOUNDS[name](printable(fields[name].map((piece) => piece.text).join("")).replace(/ {2,}/g, " ")),
  );
}

/** The fields' text without marks, for a scan. */
export function textOf(fields: Fields<readonly Piece[]>): string {
  return FIELDS.map((name) => fields[name].map((piece) => (piece.mark ? "[]" : piece.text)).join("")).join("\n");
}

function mapFields<Value>(map: (name: FieldName) => Value): Fields<Value> {
  return Object.fromEntries(FIELDS.map((name) => [name, map(name)])) as unknown as Fields<Value>;
}

function methodPieces(method: string, redaction: Redaction): readonly Piece[] {
  const surface = redaction.surface("method");
  if (surface === undefined) return [textPiece(method.slice(0, 64))];
  return redaction.read(surface, 0, Math.min(surface.bytes.length, 64));
}

function hostPieces(url: string, target: Target, redaction: Redaction): readonly Piece[] {
  if (target.host === undefined) return [markPiece("(unreadable)")];
  const surface = redaction.surface("url");
  const start = byteOffset(url, target.hostStart);
  const end = byteOffset(url, target.hostEnd);
  const masked = surface !== undefined && redaction.spans(surface).some((span) => span.start < end && span.end > start);
  return masked ? lastOf(redaction.read(surface, start, end), 255) : [textPiece(target.host)];
}

function pathPieces(url: string, target: Target, redaction: Redaction): readonly Piece[] {
  const surface = redaction.surface("url");
  if (surface === undefined) return [];
  if (target.host !== undefined && target.pathStart === undefined) return [markPiece("(unreadable)")];
  const start = byteOffset(url, target.pathStart ?? 0);
  return redaction.read(surface, start, Math.min(surface.bytes.length, start + PATH_BYTES));
}

function contextPieces(finding: Finding, redaction: Redaction): readonly Piece[] {
  const inside = finding.location.decoded.map((name) => headOf(printable(name), 40)).slice(0, 16);
  const note = inside.length === 0 ? [] : [markPiece(` (inside ${inside.join(", ")})`)];
  if (finding.kind === "uninspectable") return [markPiece("(not shown: this part could not be inspected)"), ...note];
  const surface = redaction.surfaceOf(finding);
  const own = surface && redaction.spans(surface).find((span) => holds(span, finding.location));
  if (surface === undefined || own === undefined) return [markPiece("(not shown)"), ...note];
  const before = redaction.read(surface, Math.max(0, own.start - CONTEXT_BYTES), own.start);
  const after = redaction.read(surface, own.end, Math.min(surface.bytes.length, own.end + CONTEXT_BYTES));
  return [...lastOf(before, CONTEXT), markPiece(own.label), ...firstOf(after, CONTEXT), ...note];
}

function holds(span: { readonly start: number; readonly end: number }, location: Finding["location"]): boolean {
  return span.start <= location.start && span.end >= location.end;
}

function byteOffset(text: string, characters: number): number {
  return Buffer.byteLength(text.slice(0, characters));
}
