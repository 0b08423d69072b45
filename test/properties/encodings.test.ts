import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Location, type OutboundRequest, scanOutbound } from "../../src/index.js";
import { type Carrier, carriers, takes } from "../../src/testing/carriers.js";
import { type Chain, chainsOf, isWhole, write } from "../../src/testing/chains.js";
import { decodings } from "./support/decode.js";
import { runsOf, timeFor } from "./support/runs.js";
import { tokens } from "./support/tokens.js";

const surroundings = fc.constantFrom<readonly [string, string]>(
  ["", ""],
  ["note: ", " and more"],
  ["k=", "&z=1"],
  ["(", ")"],
  ["a,", ",b"],
);

interface Case {
  readonly token: string;
  readonly carrier: Carrier;
  readonly chain: Chain;
  /** What stands before the encoded token, and the encoded token. */
  readonly before: Buffer;
  readonly encoded: Buffer;
  readonly request: OutboundRequest;
}

const cases: fc.Arbitrary<Case> = fc
  .tuple(tokens, fc.constantFrom(...carriers), chainsOf(fc), surroundings)
  .map(([token, carrier, chain, around]) => {
    const [before, after] = isWhole(chain) ? ["", ""] : around;
    const encoded = write(chain, token, around);
    const text = encoded && Buffer.concat([Buffer.from(before), encoded, Buffer.from(after)]);
    if (text === undefined || !takes(carrier, text) || (isWhole(chain) && !carrier.isWhole)) return undefined;
    return { token, carrier, chain, before: Buffer.from(before), encoded: encoded!, request: carrier.carry(text) };
  })
  .filter((found) => found !== undefined);

const label = ({ carrier, chain }: Case): string =>
  `${carrier.name}: ${chain.encoders.map(({ name }) => name).join(", in ") || "plain"}`;

/** The surface's bytes, as they are on the wire. */
function wireOf(request: OutboundRequest, { surface }: Location): Buffer {
  if (surface === "url") return Buffer.from(request.url);
  if (surface === "body") return Buffer.from(request.body as Buffer);
  const pairs = (surface === "header" ? request.headers : request.trailers) as [string, string][];
  return Buffer.from(pairs[0]![1]);
}

/** The same bytes with `[start, end)` blank. */
function without(bytes: Buffer, { start, end }: Location): Buffer {
  return Buffer.concat([bytes.subarray(0, start), Buffer.alloc(end - start, " "), bytes.subarray(end)]);
}

describe("a token in any carrier, in up to two encodings", () => {
  it(
    "is found with its exact value, in its place, by decoders that lead there from the bytes named",
    timeFor("encodings"),
    () => {
      fc.assert(
        fc.property(cases, (given) => {
          const { token, carrier, chain, before, encoded, request } = given;
          const { findings } = scanOutbound(request);
          const finding = findings.find(({ matched }) => matched === token);
          expect(finding, label(given)).toBeDefined();
          const { location } = finding!;
          expect(location, label(given)).toMatchObject({ surface: carrier.surface, path: carrier.path });
          const wire = wireOf(request, location);
          const holdsToken = (bytes: Buffer): boolean =>
            decodings(bytes, location.decoded, carrier.codings).some((value) => value.includes(token));
          expect(holdsToken(wire), label(given)).toBe(true);
          expect(holdsToken(without(wire, location)), label(given)).toBe(false);
          if (carrier.before === undefined) return;
          const start = carrier.before + before.length;
          expect(location.start, label(given)).toBeGreaterThanOrEqual(start);
          expect(location.end, label(given)).toBeLessThanOrEqual(start + encoded.length);
          const [encoder, other] = chain.encoders;
          const isExact = encoder === undefined || (encoder.exact && location.decoded.join() === encoder.decoder);
          if (isExact && other === undefined) expect(location.end - location.start, label(given)).toBe(encoded.length);
        }),
        runsOf("encodings"),
      );
    },
  );
});
