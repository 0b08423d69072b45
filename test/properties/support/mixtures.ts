import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { catalogue } from "../../../src/catalogue/index.js";
import { sampleOf } from "../../scan/support/samples.js";
import { filler } from "../../scan/support/texts.js";

/** Noise that fills a text up: what real bodies are made of, and what an attacker would put there. */
const NOISE: readonly ((length: number) => string)[] = [
  (length) => "lorem ipsum dolor sit amet, ".repeat(length / 28),
  (length) => JSON.stringify({ role: "user", content: "what does it say?", n: 17 }).repeat(length / 52),
  (length) => Buffer.alloc(length * 0.75, "\x93\x01q\xf0\x55\xaa\x13").toString("base64"),
  (length) => "0123456789abcdef-".repeat(length / 17),
  (length) => "ghp_sk-AKIA".repeat(length / 11),
  (length) => "\\u0041%41&#65;".repeat(length / 14),
  (length) => "\0\xff\x80é".repeat(length / 4),
  (length) => "a".repeat(length),
  (length) => "key=value&token=".repeat(length / 16),
];

const noise = fc
  .tuple(fc.constantFrom(...NOISE), fc.constantFrom(0, 0, 0, 20, 255, 256, 300, 1000, 5000))
  .map(([make, length]) => make(length));

const token = fc
  .noShrink(fc.tuple(fc.nat(catalogue.length - 1), fc.nat(), fc.constantFrom(1, 1, 1, 0.6)))
  .map(([index, seed, share]) => {
    const { text } = sampleOf(catalogue[index]!, seed);
    return text.slice(0, Math.ceil(text.length * share));
  });

const ESCAPES: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text,
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => Buffer.from(text).toString("base64"),
  (text) => encodeURIComponent(text),
  (text) => JSON.stringify(text),
  (text) => gzipSync(text).toString("base64url"),
];

/** Tokens of any detectors, whole and cut, as they are and encoded, between fillers and noise. */
export const mixtures: fc.Arbitrary<Buffer> = fc
  .array(fc.tuple(filler, token, fc.constantFrom(...ESCAPES), noise), { minLength: 1, maxLength: 4 })
  .map((parts) =>
    Buffer.concat(
      parts.flatMap(([before, text, encode, after]) => [
        Buffer.from(before as string),
        Buffer.from(encode(text)),
        Buffer.from(after, "latin1"),
      ]),
    ),
  );
