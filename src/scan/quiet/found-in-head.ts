import type { RequestReading, Surface } from "../../request/index.js";
import { withMatched } from "../../secret.js";
import type { Finding } from "../../types.js";

/** A secret, and the surface in which it was found. */
export interface FoundSecret {
  readonly surface: Surface;
  readonly finding: Finding;
}

/** Where a value stands in a text: in characters `[start, end)`, or in what these are the base64 of (RFC 4648, section 4). */
interface Place {
  readonly start: number;
  readonly end: number;
  readonly decoded?: { readonly start: number; readonly end: number };
}

/** A finding in a head that came before, without its value: that stands in the head when it comes again. */
export interface FoundInHead {
  readonly finding: Omit<Finding, "matched">;
  /** Place of the header field in whose value it stands; `undefined`: it stands in the URL. */
  readonly field: number | undefined;
  readonly place: Place;
}

/** More are not remembered of one head. */
const MOST = 8;

/** What is remembered of a head's secrets; `undefined` where one of them cannot be read from the head again. */
export function foundInHead(
  secrets: readonly FoundSecret[],
  reading: RequestReading,
): readonly FoundInHead[] | undefined {
  if (secrets.length > MOST) return undefined;
  const found: FoundInHead[] = [];
  for (const { surface, finding } of secrets) {
    const field = surface.kind === "url" ? undefined : reading.fieldOf(surface);
    const text = field === -1 ? undefined : reading.textAt(field);
    // In ASCII alone a place in the bytes is one in the text.
    if (text?.length !== surface.bytes.length) return undefined;
    const place = placeOf(finding, text);
    if (place === undefined || valueAt(place, text) !== finding.matched) return undefined;
    found.push({ finding: { ...finding }, field, place });
  }
  return found;
}

/** The findings of a head that has come again. */
export function recallFound(found: readonly FoundInHead[], reading: RequestReading): readonly Finding[] {
  return found.map(({ finding, field, place }) => withMatched(finding, valueAt(place, reading.textAt(field) ?? "")));
}

function placeOf({ matched, location }: Finding, text: string): Place | undefined {
  const { start, end, decoded } = location;
  if (decoded.length === 0) return { start, end };
  if (decoded.length > 1 || decoded[0] !== "base64") return undefined;
  const group = start - ((start - startOfBase64(text, start)) % GROUP);
  const at = decode(text.slice(group, end)).indexOf(matched);
  return { start: group, end, decoded: { start: at, end: at + matched.length } };
}

/** Digits of base64 that three bytes make. */
const GROUP = 4;
const DIGIT = /[0-9A-Za-z+/]/;

function startOfBase64(text: string, from: number): number {
  let start = from;
  while (start > 0 && DIGIT.test(text[start - 1]!)) start--;
  return start;
}

function valueAt({ start, end, decoded }: Place, text: string): string {
  const value = text.slice(start, end);
  return decoded === undefined ? value : decode(value).slice(decoded.start, decoded.end);
}

function decode(base64: string): string {
  return Buffer.from(base64, "base64").toString("utf8");
}
