import fc from "fast-check";
import type { Detector } from "../../../src/types.js";
import { sampleOf } from "./samples.js";

/** What the text is put together from beside tokens: words, marks, escapes, blobs, bytes that are no text. */
export const filler: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  fc.constantFrom(
    "",
    "",
    " ",
    "\n",
    '"',
    '","',
    "\\n",
    "\\t",
    "&k=",
    "=",
    ":",
    ".",
    "-",
    "_",
    "/",
    "a",
    "A",
    "0",
    "é",
    "\0",
  ),
  fc.constantFrom("token", "Bearer ", "://", "user:", "@", "\\u00", "%2", "AAAAAAAAAAAAAAAAAAAAAAAA", "{", "}", "{}"),
  fc.stringMatching(/^[0-9A-Za-z]{1,40}$/),
  fc.stringMatching(/^[0-9A-Za-z+/]{30,90}={0,2}$/),
  fc.uint8Array({ maxLength: 6 }),
);

/** Tokens of a few detectors, fillers between them, and beginnings of tokens that do not go on. */
export function texts(
  detectors: readonly Detector[],
): fc.Arbitrary<{ readonly detectors: readonly Detector[]; readonly bytes: Buffer }> {
  return fc.uniqueArray(fc.constantFrom(...detectors), { minLength: 1, maxLength: 5 }).chain((chosen) => {
    const token = fc
      .tuple(fc.constantFrom(...chosen), fc.noShrink(fc.nat()), fc.constantFrom(1, 1, 1, 0.5, 0.9))
      .map(([detector, seed, share]) => {
        const { text } = sampleOf(detector, seed);
        return text.slice(0, Math.ceil(text.length * share));
      });
    return fc
      .array(fc.tuple(filler, token), { minLength: 1, maxLength: 4 })
      .chain((parts) => filler.map((end) => [...parts.flat(), end]))
      .map((parts) => ({ detectors: chosen, bytes: Buffer.concat(parts.map((part) => Buffer.from(part as string))) }));
  });
}
