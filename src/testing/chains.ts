import type fastCheck from "fast-check";
import { type Encoder, encoders } from "./encoders.js";

/** A text written in one or two encodings, the innermost first. */
export interface Chain {
  readonly encoders: readonly Encoder[];
  readonly seed: number;
}

const SPLITTABLE = /^base(?:64|64url|32)$/;
const CONTROL = /[\0-\x1f]/;
const NOT_TEXT = /[^\t\r\n -~\u0080-\u{10ffff}]|\ufffd/u;

/** Text with no marks of its own that an encoding could take for its own, or split. */
const PLAIN = /^[0-9A-Za-z_-]+$/;

/** Whether an encoder can be put on a text: an encoding of characters needs characters, one that splits no marks inside. */
export function canEncode(encoder: Encoder, text: Buffer): boolean {
  if (encoder.splits === true) return PLAIN.test(text.toString("latin1"));
  // RFC 2152, rule 3: UTF-7 writes controls as they are.
  if (encoder.name === "utf-7" && CONTROL.test(text.toString("latin1"))) return false;
  return encoder.text !== true || !NOT_TEXT.test(text.toString("utf8"));
}

/** Whether `outer` can be put on a text that `inner` made. */
function canFollow(inner: Encoder, outer: Encoder, text: Buffer): boolean {
  if (outer.splits === true) return SPLITTABLE.test(inner.name);
  // In itself UTF-7 can be read in other ways too.
  if (outer.name === "utf-7" && inner.name === "utf-7") return false;
  if (outer.name === "overlong" && ["gzip", "deflate"].includes(inner.name)) return false;
  return canEncode(outer, text);
}

/** Up to two encoders; none writes the text as it is. */
export function chainsOf(fc: typeof fastCheck): fastCheck.Arbitrary<Chain> {
  return fc.record({ encoders: fc.array(fc.constantFrom(...encoders), { maxLength: 2 }), seed: fc.nat(10_000) });
}

/** Whether nothing may stand before what the chain makes. */
export function isWhole({ encoders: chain }: Chain): boolean {
  return chain.some(({ atStart }) => atStart === true);
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
    if (!(inner === undefined ? canEncode(encoder, bytes) : canFollow(inner, encoder, bytes))) return undefined;
    bytes = encoder.encode(bytes, seed);
    if (i === 0 && chain.length > 1 && encoder.atStart !== true) {
      bytes = Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]);
    }
  }
  return bytes;
}
