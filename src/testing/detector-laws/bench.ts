import type fastCheck from "fast-check";
import { scanOneText, scanRequest } from "../../scan/index.js";
import type { Confidence, Detector, OutboundRequest } from "../../types.js";
import { chooser, sampler, type TokenSample } from "../sample.js";

/** What a law works with: one detector, and how hard it is tried. */
export interface Bench {
  readonly detector: Detector;
  readonly fc: typeof fastCheck;
  readonly parameters: fastCheck.Parameters<unknown>;
  /** Random tokens, in texts of printable ASCII without marks of an encoding, where the detector has such. */
  readonly samples: fastCheck.Arbitrary<TokenSample>;
}

/** Laws by name; each throws where the detector breaks it. */
export type Laws = Readonly<Record<string, (bench: Bench) => void>>;

/** Tries to make a token that no encoding could read as its own. */
const MOST_TRIES = 32;
const STEADY = /^[\t\n\r -$'-[\]-~]*$/;

const samplers = new WeakMap<Detector, ReturnType<typeof sampler>>();

export function benchOf(detector: Detector, fc: typeof fastCheck, parameters: fastCheck.Parameters<unknown>): Bench {
  const sample = samplers.get(detector) ?? sampler(detector);
  samplers.set(detector, sample);
  const samples = fc.noShrink(fc.nat()).map((seed) => {
    let made = sample(chooser(seed));
    for (let i = 1; i < MOST_TRIES && !STEADY.test(made.text); i++) made = sample(chooser(seed + i));
    return made;
  });
  return { detector, fc, parameters, samples };
}

const lists = new WeakMap<Detector, readonly Detector[]>();

/** The list of one detector, the same each time: a scan compiles each list once. */
export function aloneOf(detector: Detector): readonly Detector[] {
  let list = lists.get(detector);
  if (list === undefined) {
    list = Object.freeze([detector]);
    lists.set(detector, list);
  }
  return list;
}

/** What the detector alone reports in a text, in any encoding. */
export function valuesIn(
  detector: Detector,
  text: string | Uint8Array,
  { safe, minConfidence = "low" }: { readonly safe?: string; readonly minConfidence?: Confidence } = {},
): readonly string[] {
  const safeTokens = safe === undefined ? undefined : [safe];
  const { findings } = scanOneText(text, { detectors: aloneOf(detector), safeTokens, options: { minConfidence } });
  return findings.filter(({ kind }) => kind === "secret").map(({ matched }) => matched);
}

/** The same in a request. */
export function valuesInRequest(detector: Detector, request: OutboundRequest): readonly string[] {
  const options = { minConfidence: "low" } as const;
  const { findings } = scanRequest(request, { detectors: aloneOf(detector), safeTokens: undefined, options });
  return findings.filter(({ kind }) => kind === "secret").map(({ matched }) => matched);
}
