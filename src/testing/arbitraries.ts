import type fastCheck from "fast-check";
import { compilePattern } from "../scan/index.js";
import type { Detector, OutboundRequest } from "../types.js";
import { carriers, takes } from "./carriers.js";
import { chainsOf, write } from "./chains.js";
import { ordinaryText } from "./ordinary-text.js";
import { chooser, sampler, type TokenSample } from "./sample.js";

export type { TokenSample } from "./sample.js";

/**
 * Random tokens of a detector, made from its shape, each in a text in which the detector finds it. Takes your fast-check, so that this
 * package loads none. A failing token is not made smaller: give the seed that fast-check prints.
 *
 * @throws EngineUnavailableError when re2 is missing.
 */
export function tokenOf(fc: typeof fastCheck, detector: Detector): fastCheck.Arbitrary<TokenSample> {
  const sample = sampler(detector);
  return fc.noShrink(fc.nat()).map((seed) => sample(chooser(seed)));
}

/** The same on a line of its own in ordinary text. Not for a detector that locates its values itself: it may want the whole text. */
export function textWithToken(fc: typeof fastCheck, detector: Detector): fastCheck.Arbitrary<TokenSample> {
  const others = ordinaryText(fc);
  return fc
    .tuple(others, tokenOf(fc, detector), others)
    .map(([before, { text, value }, after]) => ({ text: `${before}\n${text}\n${after}`, value }));
}

const INSTEAD = "0aZ_-.~ ";

/**
 * Texts that differ from one with a token in a few characters (one left out, doubled or changed, an end cut off), so that the
 * detector's shape is in none of them. Not for a detector that locates its values itself.
 */
export function nearMissOf(fc: typeof fastCheck, detector: Detector): fastCheck.Arbitrary<string> {
  const shape = compilePattern(detector.shape);
  const change = fc.tuple(
    fc.nat(),
    fc.constantFrom("cut", "leave out", "double", "change"),
    fc.constantFrom(...INSTEAD),
  );
  return fc
    .tuple(tokenOf(fc, detector), fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([{ text, value }, changes]) => text.replace(value, () => changes.reduce(changed, value)))
    .filter((text) => !shape.test(text));
}

function changed(value: string, [place, kind, instead]: readonly [number, string, string]): string {
  const at = place % Math.max(1, value.length);
  if (kind === "cut") return value.slice(0, at);
  if (kind === "leave out") return value.slice(0, at) + value.slice(at + 1);
  if (kind === "double") return value.slice(0, at) + value.charAt(at) + value.slice(at);
  return value.slice(0, at) + instead + value.slice(at + 1);
}

/** A text as some encoding writes it. */
export interface EncodedText {
  /** Such as "base64", or "hex, in percent". */
  readonly name: string;
  readonly bytes: Buffer;
}

/** A text in up to two encodings, one in the other, of all those that a scan undoes. Takes your fast-check. */
export function encodingsOf(fc: typeof fastCheck, text: string): fastCheck.Arbitrary<EncodedText> {
  return chainsOf(fc)
    .map((chain) => ({
      name: chain.encoders.map(({ name }) => name).join(", in ") || "plain",
      bytes: write(chain, text, ["", ""]),
    }))
    .filter((encoded): encoded is EncodedText => encoded.bytes !== undefined);
}

/** A request, and where in it a text was put. */
export interface CarriedText {
  /** Such as "a URL's query". */
  readonly name: string;
  readonly request: OutboundRequest;
}

/** Requests with a text in the URL, a header, a trailer or a body, wherever it can stand whole. Takes your fast-check. */
export function requestsWith(fc: typeof fastCheck, text: string | Uint8Array): fastCheck.Arbitrary<CarriedText> {
  const bytes = Buffer.from(text);
  const able = carriers.filter((carrier) => takes(carrier, bytes));
  return fc.constantFrom(...able).map(({ name, carry }) => ({ name, request: carry(bytes) }));
}
