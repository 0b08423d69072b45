import type { PreparedDemands } from "../../prepared-types.js";
import type { Detector, TextFeature } from "../../types.js";
import { mayHoldValues, type TextIndex } from "../../views/text-index.js";
import type { CompiledDetector, ShapedDetector } from "../compile/compiled-detector.js";
import { lazily } from "../lazily.js";
import { ByteKinds } from "./byte-kinds.js";
import { holdsNeeded } from "./run-filter.js";

/** Up to here, in bytes, one pass that tells what a text holds is cheaper than to let every detector look. */
const SHORT = 512;

/** Bits of what a text has: see `TextFeature`. The last one every text has. */
const ROWS = 1;
const DIGIT_GROUPS = 2;
const VALUE_RUNS = 4;
const URL = 8;
const ANYTHING = 16;

/** Tells which of the detectors that locate their values by themselves, by no literals, can have one in a text. */
export class LocatedFilter {
  readonly #all: readonly ShapedDetector[];
  readonly #features: readonly number[];
  readonly #demands: () => PreparedDemands;
  readonly #subsets = new Map<number, readonly CompiledDetector[]>();
  readonly #byFeatures: (readonly CompiledDetector[] | undefined)[] = [];

  constructor(detectors: readonly ShapedDetector[], demands?: PreparedDemands) {
    this.#all = detectors;
    this.#features = this.#all.map(({ detector }) => featuresOf(detector));
    this.#demands = lazily(() => demands ?? demandsOf(detectors));
  }

  /** What their values hold and how long they are at least, for `prepare`. */
  get demands(): PreparedDemands {
    return this.#demands();
  }

  /**
   * Those whose features the text has; of a short one, those whose values are no longer than it, and of bytes that it has. What is joined of
   * several texts is no URL.
   */
  detectorsIn(bytes: Buffer, index: TextIndex, name: string, isJoin = false): readonly CompiledDetector[] {
    const all = featuresIn(bytes, index);
    const features = (isJoin ? all & ~URL : all) | (name === "" ? 0 : VALUE_RUNS);
    this.#byFeatures[features] ??= this.#all.filter((_, i) => (this.#features[i]! & features) !== 0);
    const some = this.#byFeatures[features];
    return some.length === 0 || bytes.length > SHORT || this.#all.length > 31 ? some : this.#ofShort(bytes, features);
  }

  #ofShort(bytes: Buffer, features: number): readonly CompiledDetector[] {
    const { kinds, needs, least } = this.#demands();
    let held = 0;
    for (let at = 0; at < bytes.length; at++) held |= kinds[bytes[at]!]!;
    let bits = 0;
    for (let i = 0; i < this.#all.length; i++) {
      if ((this.#features[i]! & features) === 0 || bytes.length < least[i]!) continue;
      if (holdsNeeded(needs[i] ?? undefined, held)) bits |= 1 << i;
    }
    let subset = this.#subsets.get(bits);
    if (subset === undefined) {
      subset = this.#all.filter((_, i) => (bits & (1 << i)) !== 0);
      this.#subsets.set(bits, subset);
    }
    return subset;
  }
}

function demandsOf(detectors: readonly ShapedDetector[]): PreparedDemands {
  const sets = detectors.map(({ facts }) => facts.needs);
  const kinds = new ByteKinds(sets.flatMap((lists) => lists?.flat() ?? []));
  return {
    kinds: [...kinds.bitOf],
    needs: sets.map((lists) => lists?.map((list) => list.map((set) => kinds.maskOf(set))) ?? null),
    least: detectors.map(({ width }) => width.min),
  };
}

/** Words of which detectors ask for rows. */
export function rowWordsOf(detectors: readonly Detector[]): readonly string[] {
  return detectors.flatMap(({ locatesIn = [] }) =>
    locatesIn.flatMap((feature) => (typeof feature === "string" ? [] : feature.rowsOf)),
  );
}

function featuresOf({ locatesIn }: Detector): number {
  return locatesIn === undefined ? ANYTHING : locatesIn.reduce((bits, feature) => bits | bitOf(feature), 0);
}

function bitOf(feature: TextFeature): number {
  if (typeof feature !== "string") return ROWS;
  return feature === "url" ? URL : feature === "value-runs" ? VALUE_RUNS : DIGIT_GROUPS;
}

function featuresIn(bytes: Buffer, index: TextIndex): number {
  const { rows, digitGroups } = index;
  return (
    ANYTHING |
    (rows === undefined || rows.length > 0 ? ROWS : 0) |
    (digitGroups.length > 0 ? DIGIT_GROUPS : 0) |
    (mayHoldValues(index) ? VALUE_RUNS : 0) |
    (mayBeUrl(bytes) ? URL : 0)
  );
}

const COLON = 0x3a;
const SLASH = 0x2f;
const LONGEST_SCHEME = 12;
/** A host name of 253 bytes, a colon and a port. */
const LONGEST_AUTHORITY = 259;

/** "://" stands near the start, or the text is as short as a host and ends with a colon and digits, as a port does. */
function mayBeUrl(bytes: Buffer): boolean {
  for (let at = 1; at < LONGEST_SCHEME; at++)
    if (bytes[at] === COLON && bytes[at + 1] === SLASH && bytes[at + 2] === SLASH) return true;
  if (bytes.length > LONGEST_AUTHORITY) return false;
  let at = bytes.length - 1;
  while (at > 0 && bytes[at]! >= 0x30 && bytes[at]! <= 0x39) at--;
  return at > 0 && at < bytes.length - 1 && bytes[at] === COLON;
}
