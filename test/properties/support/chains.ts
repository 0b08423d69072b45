import fc from "fast-check";
import { type Encoder, encoders } from "../../views/encoders.js";

/** A text written in one or two encodings, the innermost first. */
export interface Chain {
  readonly encoders: readonly Encoder[];
  readonly seed: number;
}

/** What splits a text into pieces: only what has no marks of its own can be split so. */
const SPLITTING: ReadonlySet<string> = new Set([
  "string pieces",
  "comments",
  "chunked",
  "quoted-printable soft breaks",
]);

/** What is read only at the start of what it stands in. */
const AT_START: ReadonlySet<string> = new Set(["chunked", "deflate"]);

const SPLITTABLE = /^base(?:64|64url|32)$/;
const CONTROL = /[\0-\x1f]/;
const NOT_TEXT = /[^\t\r\n -~\u0080-\u{10ffff}]|\ufffd/u;

/** Whether `outer` can be put on a text that `inner` made: an encoding of characters needs characters, one that splits no inner marks. */
function canFollow(inner: Encoder, outer: Encoder, text: Buffer): boolean {
  if (SPLITTING.has(outer.name)) return SPLITTABLE.test(inner.name);
  // UTF-7 writes controls as they are (RFC 2152, rule 3); in itself it can be read in other ways too.
  if (outer.name === "utf-7" && (inner.name === "utf-7" || CONTROL.test(text.toString("latin1")))) return false;
  if (outer.text !== true) return outer.name !== "overlong" || !["gzip", "deflate"].includes(inner.name);
  return !NOT_TEXT.test(text.toString("utf8"));
}

export const chains: fc.Arbitrary<Chain> = fc.record({
  encoders: fc.array(fc.constantFrom(...encoders), { maxLength: 2 }),
  seed: fc.nat(10_000),
});

/** Whether nothing may stand before what the chain makes. */
export function isWhole({ encoders: chain }: Chain): boolean {
  return chain.some(({ name }) => AT_START.has(name));
}

/** Writes `text` between `before` and `after`, which stand inside the outermost encoding too; undefined when the chain makes no sense. */
export function write(
  { encoders: chain, seed }: Chain,
  text: string,
  [before, after]: readonly [string, string],
): Buffer | undefined {
  let bytes: Buffer = Buffer.from(text);
  for (const [i, encoder] of chain.entries()) {
    const inner = chain[i - 1];
    if (inner !== undefined && !canFollow(inner, encoder, bytes)) return undefined;
    bytes = encoder.encode(bytes, seed);
    if (i === 0 && chain.length > 1 && !AT_START.has(encoder.name)) {
      bytes = Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]);
    }
  }
  return bytes;
}
