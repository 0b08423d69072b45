/** What must hold for every request, however broken. */

import { catalogue } from "../../../src/catalogue/index.js";
import { createScan, scanOutbound } from "../../../src/index.js";
import { scanRequest } from "../../../src/scan/index.js";
import type { Choose } from "../../../src/testing/sample.js";
import type { Finding, OutboundRequest, ScanResult, SurfaceKind } from "../../../src/types.js";
import { type FuzzInput, requestOf } from "./corpus.js";

/** A law that did not hold. `detail` holds no value. */
export interface Breach {
  readonly law: string;
  readonly detail: string;
}

const ORDER: readonly SurfaceKind[] = ["method", "url", "header", "body", "trailer"];
const IDS: ReadonlySet<string> = new Set(catalogue.map(({ id }) => id));
const DEPTH = 4;

/** A finding with its value, to compare. */
function told(finding: Finding): string {
  return JSON.stringify([finding, finding.matched]);
}

function difference(a: ScanResult, b: ScanResult): string | undefined {
  const left = a.findings.map(told);
  const right = b.findings.map(told);
  if (left.join() === right.join() && a.skipped === b.skipped) return undefined;
  const shown = (list: readonly string[], other: readonly string[], result: ScanResult): string =>
    result.findings
      .filter((_, i) => !other.includes(list[i]!))
      .slice(0, 4)
      .map(
        ({ detector, location }) =>
          `${detector} at ${location.surface} ${location.start}-${location.end} [${location.decoded}]`,
      )
      .join("; ");
  return `${left.length} and ${right.length} findings; only in the first: ${shown(left, right, a)}; only in the second: ${shown(right, left, b)}`;
}

/** What is wrong with a result's form. */
function malformed(result: ScanResult, request: OutboundRequest): string | undefined {
  if ((result.verdict === "hold") !== result.findings.length > 0) return "the verdict is not that of the findings";
  if (result.matched !== result.findings[0]?.matched) return "matched is not the first finding's";
  let before = 0;
  for (const finding of result.findings) {
    const { location, matched, kind, detector } = finding;
    const rank = ORDER.indexOf(location.surface);
    if (rank < before) return `findings are not in wire order at ${detector}`;
    before = rank;
    if (!(Number.isInteger(location.start) && 0 <= location.start && location.start <= location.end))
      return `offsets of ${detector}`;
    if (kind === "secret" && location.start === location.end) return `${detector} stands in no bytes`;
    if (location.surface === "body" && location.end > (request.body as Buffer).length)
      return `${detector} ends after the body`;
    if (kind === "secret" && (!IDS.has(detector) || matched === "")) return `no such secret: ${detector}`;
    if (kind === "uninspectable" && !/^sha256:[0-9a-f]{64}$/.test(matched)) return `${detector} has no digest`;
    if (location.decoded.length > DEPTH + 1) return `${detector} stands deeper than the limit`;
    if (JSON.stringify(finding).includes('"matched"')) return "matched is in JSON";
  }
  return undefined;
}

const isSpent = ({ findings }: ScanResult): boolean => findings.some(({ detector }) => detector === "work-budget");

/** The same without the prefilter. It may find more near the end of the work, which it spends otherwise. */
function withoutPrefilter(request: OutboundRequest, result: ScanResult): string | undefined {
  const other = scanRequest(request, {
    detectors: catalogue,
    safeTokens: undefined,
    options: undefined,
    prefilter: false,
  });
  return isSpent(result) || isSpent(other) ? undefined : difference(result, other);
}

function inPieces({ body, trailers, ...head }: FuzzInput, choose: Choose, result: ScanResult): string | undefined {
  const scan = createScan(head);
  let stood = false;
  for (let at = 0; at < body.length; ) {
    const end = at + 1 + choose(body.length);
    stood = scan.push(body.subarray(at, end)) || stood;
    at = end;
  }
  const other = scan.finish({ trailers });
  if (stood && other.verdict === "clear") return "push said that a finding stands, and none does";
  return difference(result, other);
}

/** After everything is approved that can be, nothing stands that can be. */
function approved(request: OutboundRequest, { findings }: ScanResult): string | undefined {
  if (findings.some(({ detector }) => detector === "findings-limit")) return undefined;
  const values = findings.filter(({ approvable }) => approvable).map(({ matched }) => matched);
  const left = scanOutbound(request, values).findings.find(({ approvable }) => approvable);
  return (
    left &&
    `${left.detector} at ${left.location.surface} ${left.location.start}-${left.location.end} [${left.location.decoded}]`
  );
}

/** The first law that does not hold. `thorough`: also the slow ones. */
export function breachIn(input: FuzzInput, choose: Choose, thorough: boolean): Breach | undefined {
  const request = requestOf(input);
  const result = scanOutbound(request);
  const laws: readonly (readonly [law: string, check: () => string | undefined])[] = [
    ["the result has its form", () => malformed(result, request)],
    ["a second scan finds the same", () => difference(result, scanOutbound(request))],
    ["approving what was reported lets it pass", () => approved(request, result)],
    ...(thorough
      ? ([
          ["the prefilter misses nothing", () => withoutPrefilter(request, result)],
          ["pieces give what the whole gives", () => inPieces(input, choose, result)],
        ] as const)
      : []),
  ];
  for (const [law, check] of laws) {
    const detail = check();
    if (detail !== undefined) return { law, detail };
  }
  return undefined;
}

/** The same, where what is thrown is a breach as well. */
export function breachOf(input: FuzzInput, choose: Choose, thorough: boolean): Breach | undefined {
  try {
    return breachIn(input, choose, thorough);
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { law: "nothing is thrown", detail: stack.split("\n").slice(0, 6).join(" | ") };
  }
}
