import { ConfigurationError } from "../../errors.js";
import type { KnownSecrets } from "../../types.js";
import type { CompiledDetector } from "../compile/compiled-detector.js";
import { KnownIndex, type KnownValue } from "./known-index.js";
import { WINDOW } from "./windows.js";

/** A finding's `detector`. */
const KNOWN_SECRET = "known-secret";

/** A name stands in reports: one line, and short. */
const NAME = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]{1,128}$/u;

/** The values stand here alone: nothing of them can be reached from the object that the user has. */
const indexes = new WeakMap<object, KnownIndex>();

/**
 * The operator's own values, from the environment, a file or a vault, to be found exactly, in every view and whatever they look like: for
 * `ScanOptions.knownSecrets`. A finding has the detector "known-secret" and the confidence "verified", and its reason names `name`. Any
 * number of them costs the same to look for. The object shows how many there are, and nothing else of them. A value given twice counts
 * once, under its first name.
 *
 * @param entries `value`: at least 8 bytes in UTF-8. `name`: 1 to 128 printable characters that do not hold the value.
 * @throws ConfigurationError for a value that is too short (the message names `name` only), and for a name that cannot be shown.
 */
export function createKnownSecrets(entries: Iterable<{ readonly name: string; readonly value: string }>): KnownSecrets {
  const values = new Map<string, KnownValue>();
  let count = 0;
  for (const { name, value } of entries) {
    count++;
    check(name, value, count);
    if (!values.has(value))
      values.set(value, { value, bytes: Buffer.from(value, "utf8"), detector: detectorNamed(name) });
  }
  const known = Object.freeze({ size: values.size });
  if (values.size > 0) indexes.set(known, new KnownIndex([...values.values()]));
  return known;
}

function check(name: unknown, value: unknown, number: number): void {
  if (typeof name !== "string" || !NAME.test(name) || (typeof value === "string" && holds(name, value))) {
    throw new ConfigurationError(
      `Known secret number ${number} needs a name of 1 to 128 printable characters that does not hold its value`,
    );
  }
  if (typeof value !== "string") throw new ConfigurationError(`The known secret "${name}" has no text as its value`);
  if (Buffer.byteLength(value, "utf8") < WINDOW) {
    throw new ConfigurationError(
      `The known secret "${name}" is shorter than ${WINDOW} bytes: texts hold such a value by chance, so it cannot be looked for`,
    );
  }
}

function holds(name: string, value: string): boolean {
  return value !== "" && name.toLowerCase().includes(value.toLowerCase());
}

/**
 * What `createKnownSecrets` made, ready to look for; undefined where there is no value.
 * @throws ConfigurationError for anything else: what a user believes to be looked for must be.
 */
export function knownIndexOf(known: KnownSecrets | undefined): KnownIndex | undefined {
  if (known === undefined) return undefined;
  const index = typeof known === "object" && known !== null ? indexes.get(known) : undefined;
  if (index === undefined && !(known !== null && typeof known === "object" && known.size === 0))
    throw new ConfigurationError("knownSecrets must come from createKnownSecrets");
  return index;
}

const NO_BYTES: Uint8Array = new Uint8Array(0);
const NO_PATTERN = (): never => {
  throw new TypeError("A known secret has no pattern");
};

/** A detector of one value: it is matched by its bytes, so that it has no pattern. It comes before every other. */
function detectorNamed(name: string): CompiledDetector {
  return {
    detector: {
      id: KNOWN_SECRET,
      service: "known-secret",
      title: `Known secret "${name}"`,
      literals: [],
      shape: "",
      examples: [""],
      counterExamples: [""],
    },
    isKnown: true,
    order: -1,
    width: { min: 0, max: Infinity },
    alphabet: NO_BYTES,
    length: undefined,
    firstBytes: NO_BYTES,
    before: 0,
    gates: undefined,
    hasToken: false,
    confidence: "verified",
    words: [],
    wordIds: [],
    reach: 0,
    beginsWithLiteral: false,
    mayFollowWord: false,
    search: NO_PATTERN,
    searchHere: NO_PATTERN,
    fill: NO_PATTERN,
  };
}
