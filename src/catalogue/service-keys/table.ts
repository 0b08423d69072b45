import type { Detector } from "../../types.js";
import { type Alphabet, alphabets, sample } from "../forms/alphabets.js";
import { type Examples, withExamples } from "../forms/examples.js";
import { addressesOf, directly, settingsOf } from "../forms/setting-words.js";
import { leastEntropy } from "../forms/unmarked.js";

/** Characters: exactly, or least and most. */
type Length = number | readonly [least: number, most: number];
/** A fixed text, or so many characters of an alphabet. */
type Part = string | readonly [body: Alphabet, length: Length];

/** A row of a table of services whose keys have no mark: the service's name beside the key tells it. */
export interface ServiceKey {
  /** As its maker writes it: "AbuseIPDB", "Customer.io". Words are looked for in every spelling that joins them. */
  readonly name: string;
  /** What the key is called. Default "API key". */
  readonly kind?: string;
  /**
   * The name is an ordinary word too ("box", "close"): it counts only as part of a setting's name, or right before the value. So do all
   * names of keys that look like a UUID.
   */
  readonly ordinary?: boolean;
  /** Other words of which one may stand near instead: headers, names of settings, earlier names of the service. */
  readonly words?: readonly string[];
  /** Only `words` tell it: the name alone stands near ids and hashes of the same form. */
  readonly only?: true;
  readonly body?: Alphabet;
  /** Characters: exactly, or least and most. */
  readonly length?: Length;
  /** Instead of `length`: characters of each of the groups that a hyphen joins. */
  readonly groups?: readonly Length[];
  /** Instead of `body`: fixed texts, and so many characters of an alphabet, in order. */
  readonly parts?: readonly Part[];
  /** How near a word must stand, in bytes. Default 48: a setting's name, or the sentence before. */
  readonly within?: number;
  /** Least entropy, in bits per character. Default: what nearly every random token has, 2.5 at most. */
  readonly minEntropyBits?: number;
  readonly hosts?: readonly string[];
  readonly carriers?: readonly string[];
}

/** What follows a name that a value, or a block of settings, is given to. */
const ASSIGNED = ['"', "'", "]", "=", " ="] as const;

const DEFAULT_WITHIN = 48;
/** A UUID, or a key built like one. */
export const UUID_GROUPS = [8, 4, 4, 4, 12] as const;

/** The detectors of a table's rows, each with an example and near misses (too short, too long, no word near, a placeholder). */
export function serviceKeys(rows: readonly ServiceKey[]): readonly Detector[] {
  return rows.map(detectorOf);
}

function detectorOf(row: ServiceKey): Detector {
  const { name, kind = "API key", hosts, carriers = [] } = row;
  const service = slug(name);
  const parts = partsOf(row);
  const words = wordsOf(row);
  const detector = {
    id: `${service}-${slug(kind)}`,
    service,
    title: `${name} ${kind}`,
    literals: [],
    shape: parts.map(shapeOf).join(""),
    context: { words, within: row.within ?? DEFAULT_WITHIN },
    minEntropyBits: row.minEntropyBits ?? entropyOf(parts),
    ...(hosts === undefined ? {} : { issuer: { hosts, carriers } }),
  };
  return withExamples(detector, () => examplesOf(words[0], parts));
}

function examplesOf(word: string, parts: readonly Part[]): Examples {
  const example = write(parts, leastOf);
  return {
    examples: [`${word} = ${example}`],
    counterExamples: [
      `${word} = ${write(changeLast(parts, -1), leastOf)}`,
      `${word} = ${write(changeLast(parts, 1), mostOf)}`,
      example,
      `${word} = ${write(parts, leastOf, (_body, length) => "x".repeat(length))}`,
    ],
  };
}

function partsOf({ name, body, length, groups, parts }: ServiceKey): readonly Part[] {
  if (parts !== undefined) return parts;
  const lengths = groups ?? (length === undefined ? [] : [length]);
  if (body === undefined || lengths.length === 0) throw new RangeError(`The row of ${name} has no body, or no length`);
  return lengths.flatMap((each, index) => (index === 0 ? [[body, each]] : ["-", [body, each]]) satisfies Part[]);
}

function leastOf(length: Length): number {
  return typeof length === "number" ? length : length[0];
}

function mostOf(length: Length): number {
  return typeof length === "number" ? length : length[1];
}

function shapeOf(part: Part): string {
  if (typeof part === "string") return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const [body, length] = part;
  return `[${alphabets[body]}]{${typeof length === "number" ? length : length.join()}}`;
}

/** A token of these parts. */
function write(
  parts: readonly Part[],
  lengthOf: (length: Length) => number,
  text: (body: Alphabet, length: number, place: number) => string = sampleWord,
): string {
  return parts
    .map((part, place) => (typeof part === "string" ? part : text(part[0], lengthOf(part[1]), place)))
    .join("");
}

/** The same parts, with one character more or less than the last of them can have. */
function changeLast(parts: readonly Part[], by: -1 | 1): readonly Part[] {
  const last = parts.map((part) => typeof part !== "string").lastIndexOf(true);
  return parts.map((part, index) => {
    if (index !== last || typeof part === "string") return part;
    return [part[0], (by < 0 ? leastOf(part[1]) : mostOf(part[1])) + by];
  });
}

/** What a token of the least length usually has, in bits per character; fixed texts have little of it. */
function entropyOf(parts: readonly Part[]): number {
  const drawn = parts.filter((part) => typeof part !== "string");
  const longest = drawn.reduce((one, other) => (leastOf(other[1]) > leastOf(one[1]) ? other : one));
  const length = drawn.reduce((sum, [, each]) => sum + leastOf(each), 0);
  return leastEntropy(longest[0], length);
}

/** A sample that begins and ends with a letter or digit: marks at its edges are as likely those of the text around it. */
function sampleWord(body: Alphabet, length: number, place: number): string {
  return sample(body, length + place)
    .slice(place)
    .replace(/^[^0-9A-Za-z]|[^0-9A-Za-z]$/g, "k");
}

/** "Customer.io" as "customer-io". */
function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/\+/g, "plus")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

function wordsOf({
  name,
  ordinary = false,
  words = [],
  only,
  groups,
  hosts = [],
}: ServiceKey): readonly [string, ...string[]] {
  if (only) return [words[0]!, ...words.slice(1)];
  const parts = name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  const spelled = ["", "_", "-", " ", "."].slice(0, parts.length === 1 ? 1 : undefined).map((mark) => parts.join(mark));
  const isBound = ordinary || groups === UUID_GROUPS;
  const all = [
    ...(isBound ? spelled.flatMap((each) => [...settingsOf(each), ...ASSIGNED.map((mark) => each + mark)]) : spelled),
    ...(isBound ? spelled.flatMap((each) => addressesOf(each, hosts)) : []),
    ...(ordinary !== (groups === UUID_GROUPS) ? spelled.flatMap(directly) : []),
    ...words,
  ];
  return [all[0]!, ...all.slice(1)];
}
