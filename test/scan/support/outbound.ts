/** Requests as clients and attackers make them, with tokens of the catalogue in them, and bodies cut into pieces. */

import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { catalogue } from "../../../src/catalogue/index.js";
import { encoders } from "../../../src/testing/encoders.js";
import { chooser, sampler } from "../../../src/testing/sample.js";
import type { OutboundRequest } from "../../../src/types.js";
import { decoders } from "../../../src/views/index.js";

export interface Outbound {
  readonly request: OutboundRequest & { readonly body: Buffer };
  /** Values that may stand in it. */
  readonly values: readonly string[];
}

const samples = fc.noShrink(fc.tuple(fc.nat(catalogue.length - 1), fc.nat())).map(([index, seed]) => {
  return sampler(catalogue[index]!)(chooser(seed));
});

const WORDS = [
  "hello",
  "a: 1",
  "aws key",
  "token=",
  "\n",
  "é",
  "  ",
  "0123456789abcdef",
  "\0\x01\xff",
  "%",
  "\\u00",
  "&#x6",
];

/** Of every decoder, what it decodes. */
const ENCODED: readonly string[] = decoders.flatMap(({ examples }) => examples.map(({ encoded }) => encoded));

const ESCAPES: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text,
  (text) => Buffer.from(text).toString("base64"),
  (text) => Buffer.from(text).toString("hex"),
  (text) => encodeURIComponent(text),
  (text) => text.replace(/[^\n]/g, (c) => `%${Buffer.from(c).toString("hex")}`.slice(0, 3)),
  (text) => text.replace(/[a-e]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
  (text) => `${text.slice(0, 9)}" + "${text.slice(9)}`,
  (text) => JSON.stringify(JSON.stringify({ text })),
  (text) => gzipSync(text).toString("latin1"),
];

type Wrap = (texts: readonly string[]) => { readonly type: string; readonly body: string };

const WRAPS: readonly Wrap[] = [
  (texts) => ({ type: "text/plain", body: texts.join(" ") }),
  (texts) => ({ type: "application/octet-stream", body: texts.join("") }),
  (texts) => ({ type: "application/json", body: JSON.stringify({ messages: texts.map((content) => ({ content })) }) }),
  (texts) => ({ type: "application/json", body: `["${texts.join('",\n"')}"]` }),
  (texts) => ({ type: "application/x-www-form-urlencoded", body: texts.map((text, i) => `k${i}=${text}`).join("&") }),
  (texts) => ({
    type: 'multipart/form-data; boundary="xx"',
    body: `${texts.map((text, i) => `--xx\r\ncontent-disposition: form-data; name=k${i}\r\n\r\n${text}\r\n`).join("")}--xx--`,
  }),
];

const CODINGS: readonly ((body: Buffer) => { readonly coding?: string; readonly body: Buffer })[] = [
  (body) => ({ body }),
  (body) => ({ body }),
  (body) => ({ body }),
  (body) => ({ coding: "gzip", body: gzipSync(body) }),
  (body) => ({ coding: "gzip", body: gzipSync(body).subarray(0, -9) }),
  (body) => ({ coding: "gzip", body }),
  (body) => ({ coding: "gzip", body: gzipSync(body, { level: 0 }) }),
  (body) => ({ coding: "identity", body }),
];

const escapes = fc.oneof(
  fc.constantFrom(...ESCAPES),
  fc.tuple(fc.constantFrom(...encoders), fc.nat(60)).map(
    ([{ encode }, seed]) =>
      (text: string): string =>
        encode(Buffer.from(text), seed).toString("latin1"),
  ),
);

/** One request; its body in one of many forms. */
export const outbound: fc.Arbitrary<Outbound> = fc
  .record({
    parts: fc.array(fc.oneof(samples, fc.constantFrom(...WORDS), fc.constantFrom(...ENCODED)), { maxLength: 6 }),
    escapes: fc.array(escapes, { minLength: 6, maxLength: 6 }),
    padding: fc.constantFrom(0, 0, 3, 1000, 5000),
    wrap: fc.constantFrom(...WRAPS),
    coding: fc.constantFrom(...CODINGS),
    inHead: fc.option(samples, { freq: 8 }),
    inTrailer: fc.option(samples, { freq: 8 }),
    bodyComplete: fc.constantFrom(undefined, undefined, undefined, true, false),
  })
  .map(({ parts, escapes, padding, wrap, coding, inHead, inTrailer, bodyComplete }) => {
    const texts = parts.map((part, i) => escapes[i]!(typeof part === "string" ? part : part.text));
    const wrapped = wrap([...texts, "lorem ipsum ".repeat(padding / 12)]);
    const coded = coding(Buffer.from(wrapped.body, "latin1"));
    const tokens = [
      ...parts.filter((part) => typeof part !== "string"),
      ...[inHead ?? []].flat(),
      ...[inTrailer ?? []].flat(),
    ];
    return {
      values: tokens.map(({ value }) => value),
      request: {
        method: "POST",
        url: "https://api.example.com/v1/chat?q=1",
        headers: [
          ["content-type", wrapped.type],
          ...(coded.coding === undefined ? [] : [["content-encoding", coded.coding] as const]),
          ...(inHead === null ? [] : [["x-note", inHead.text] as const]),
        ],
        body: coded.body,
        ...(bodyComplete === undefined ? {} : { bodyComplete }),
        ...(inTrailer === null ? {} : { trailers: [["x-sum", inTrailer.text]] }),
      },
    };
  });

/** Where a body is cut, as fractions of its length: few cuts, many, and cuts that make empty pieces. */
export const cuts: fc.Arbitrary<readonly number[]> = fc
  .tuple(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }), fc.boolean())
  .map(([fractions, twice]) => (twice ? [...fractions, ...fractions] : fractions));

export function pieces(body: Buffer, fractions: readonly number[]): readonly Buffer[] {
  const places = [0, ...fractions.map((fraction) => Math.round(fraction * body.length)), body.length];
  places.sort((a, b) => a - b);
  return places.slice(1).map((end, i) => body.subarray(places[i], end));
}
