import { hash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Prepared, PreparedDemands, PreparedKernel } from "../../prepared-types.js";
import type { Detector } from "../../types.js";
import type { KernelTables } from "../../views/kernel/query.js";
import type { ShapedDetector } from "./compiled-detector.js";

/** What a detector's shape and literals say, as bits. */
export const NEAR_RUN = 1;
export const BEGINS_WITH_LITERAL = 2;
export const ESCAPED_IN_JSON = 4;
export const HOLDS_RUN = 8;

const FIRST = 0x30;

const given = new Map<readonly Detector[], Prepared>();

/** Fewer detectors are compiled sooner than they are looked up. */
const FEW = 32;

/** Says what is known of a list. What was found out from anything but these detectors is left aside when they are compiled. */
export function prepare(detectors: readonly Detector[], prepared: Prepared | undefined): void {
  if (prepared !== undefined) given.set(detectors, prepared);
}

/** What is known of a list, if it is of these very detectors. */
export function preparedFor(detectors: readonly Detector[]): Prepared | undefined {
  const prepared = given.get(detectors);
  return prepared !== undefined && prepared.digest === digestOf(detectors) ? prepared : undefined;
}

/** The marks of a list's detectors, as far as they are known: of this list, or of one that holds the same detector. */
export function marksFor(
  detectors: readonly Detector[],
  own: Prepared | undefined,
): (detector: Detector, place: number) => number | undefined {
  if (own !== undefined) return (_, place) => marksAt(own, place);
  const marks = new Map<Detector, number>();
  for (const list of detectors.length < FEW ? [] : given.keys()) {
    const prepared = preparedFor(list);
    if (prepared === undefined) continue;
    for (const [place, detector] of list.entries()) marks.set(detector, marksAt(prepared, place));
  }
  return (detector) => marks.get(detector);
}

function marksAt({ marks }: Prepared, place: number): number {
  return marks.charCodeAt(place) - FIRST;
}

/** What the kernel is asked. */
export function tablesOf(prepared: PreparedKernel): KernelTables {
  return { ...prepared, bytes: inflateRawSync(Buffer.from(prepared.bytes(), "base64")) };
}

/** Finds out what `preparedFor` gives. */
export function preparedFrom(
  all: readonly ShapedDetector[],
  tables: KernelTables | undefined,
  located: PreparedDemands,
  plainNames: string,
): Prepared {
  const bytes = tables && deflateRawSync(tables.bytes, { level: 9 }).toString("base64");
  return {
    digest: digestOf(all.map(({ detector }) => detector)),
    marks: String.fromCharCode(...all.map((compiled) => FIRST + marksOf(compiled))),
    kernel: tables && bytes !== undefined ? { ...tables, bytes: () => bytes } : undefined,
    located,
    plainNames,
  };
}

function marksOf({ isNearRun, beginsWithLiteral, isEscapedInJson, holdsRun }: ShapedDetector): number {
  return (
    (isNearRun ? NEAR_RUN : 0) |
    (beginsWithLiteral ? BEGINS_WITH_LITERAL : 0) |
    (isEscapedInJson ? ESCAPED_IN_JSON : 0) |
    (holdsRun ? HOLDS_RUN : 0)
  );
}

/** SHA-256 of all that the compiler reads of detectors, in base64. */
function digestOf(detectors: readonly Detector[]): string {
  const texts: string[] = [];
  for (const { shape, literals, context, locate } of detectors) {
    texts.push(shape, locate === undefined ? "" : "located", `${literals.length}`, ...literals);
    if (context !== undefined) texts.push(`${context.within} ${context.words.length}`, ...context.words);
  }
  return hash("sha256", texts.join("\0"), "base64");
}
