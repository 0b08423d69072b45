import { compilePattern } from "../../scan/engine.js";
import { scanOneText } from "../../scan/index.js";
import type { Confidence, Detector, Location } from "../../types.js";
import type { ImportedRules } from "./gitleaks-rules.js";
import { howToldOf, proofOf } from "./words.js";

/** One line for each detector, in columns. */
export function listOf(detectors: readonly Detector[]): string {
  const widest = (field: (detector: Detector) => string): number =>
    Math.max(...detectors.map((detector) => field(detector).length));
  const id = widest((detector) => detector.id);
  const service = widest((detector) => detector.service);
  return detectors
    .map((detector) => `${detector.id.padEnd(id)}  ${detector.service.padEnd(service)}  ${detector.title}\n`)
    .join("");
}

/** Everything that a person may want to know of one detector. */
export function explain(detector: Detector): string {
  const { issuer } = detector;
  const rows: readonly (readonly [string, string])[] = [
    ["id", detector.id],
    ["service", detector.service],
    ["title", detector.title],
    ["told by", howToldOf(detector)],
    ["shape", detector.shape],
    ["entropy", detector.minEntropyBits === undefined ? "" : `at least ${detector.minEntropyBits} bits per character`],
    ["proof", proofOf(detector)],
    ["issuer's hosts", issuer?.hosts.join(", ") ?? ""],
    ["taken in", issuer?.carriers.join(", ") ?? ""],
  ];
  const shown = rows.filter(([, text]) => text !== "");
  return shown.map(([name, text]) => `${`${name}:`.padEnd(16)}${text}\n`).join("");
}

/** What a test found: no value, and nothing of one. */
export interface TestFinding {
  readonly detector: string;
  readonly confidence: Confidence;
  readonly location: Location;
}

/** Says what is found in a text, however weak; and of one detector that finds nothing, what is missing. */
export function testText(
  text: Uint8Array,
  detectors: readonly Detector[],
): { readonly findings: readonly TestFinding[]; readonly print: string } {
  const bytes = withoutLastBreak(text);
  const { findings: all } = scanOneText(bytes, { detectors, safeTokens: undefined, options: { minConfidence: "low" } });
  const findings = all.map(({ detector, confidence, location }) => ({ detector, confidence, location }));
  if (findings.length > 0) return { findings, print: findings.map(lineOf).join("") };
  const why = detectors.length === 1 ? `: ${missing(detectors[0]!, bytes)}` : "";
  return { findings, print: `Nothing found${why}.\n` };
}

function lineOf({ detector, confidence, location }: TestFinding): string {
  const { start, end, decoded } = location;
  const through = decoded.length === 0 ? "" : `, through ${decoded.join(", ")}`;
  return `${detector}: ${confidence}, bytes ${start} to ${end}${through}\n`;
}

/** The line break that `echo` adds is no part of the text. */
function withoutLastBreak(text: Uint8Array): Uint8Array {
  return text.at(-1) === 0x0a ? text.subarray(0, -1) : text;
}

function missing(detector: Detector, text: Uint8Array): string {
  if (!compilePattern(detector.shape).test(Buffer.from(text))) return "the shape does not match";
  const { words } = detector.context ?? {};
  const near = words === undefined ? "" : `, or no word of ${words.slice(0, 6).join(", ")} stands near it`;
  return `the shape matches, but the value goes on beyond it, has too little entropy${near}`;
}

/** What was taken over of gitleaks rules, and what was not. */
export function describeRules({ detectors, notes }: ImportedRules): string {
  const left = notes.filter(({ isLeftOut }) => isLeftOut);
  const partly = notes.filter(({ isLeftOut }) => !isLeftOut);
  const lines = (list: typeof notes): string => list.map(({ rule, note }) => `  ${rule}: ${note}\n`).join("");
  return [
    `${detectors.length} rules taken over.\n`,
    left.length === 0 ? "" : `\nLeft out:\n${lines(left)}`,
    partly.length === 0 ? "" : `\nTaken over without:\n${lines(partly)}`,
  ].join("");
}
