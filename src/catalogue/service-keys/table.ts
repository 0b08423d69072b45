import type { Detector } from "../../types.js";
import { type Alphabet, alphabets, sample } from "../alphabets.js";
import { settingsOf } from "../setting-words.js";
import { usualEntropy } from "../unmarked.js";

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
  readonly body: Alphabet;
  /** Characters: exactly, or least and most. */
  readonly length?: number | readonly [least: number, most: number];
  /** Instead of `length`: characters of each of the groups that a hyphen (or `joint`) joins. */
  readonly groups?: readonly number[];
  readonly joint?: string;
  /** A fixed beginning or end, too short or too common to be looked for. */
  readonly start?: string;
  readonly end?: string;
  /** How near a word must stand, in bytes. Default 48: a setting's name, or the sentence before. */
  readonly within?: number;
  /** Least entropy, in bits per character. Default: what nearly every random token of this alphabet and length has. */
  readonly minEntropyBits?: number;
  readonly hosts?: readonly string[];
  readonly carriers?: readonly string[];
}

const DEFAULT_WITHIN = 48;
/** A UUID, or a key built like one. */
export const UUID_GROUPS = [8, 4, 4, 4, 12] as const;

/** The detectors of a table's rows, each with an example and near misses (too short, too long, no word near, a placeholder). */
export function serviceKeys(rows: readonly ServiceKey[]): readonly Detector[] {
  return rows.map(detectorOf);
}

function detectorOf(row: ServiceKey): Detector {
  const { name, kind = "API key", body, start = "", end = "", hosts, carriers = [] } = row;
  const service = slug(name);
  const lengths = row.groups ?? [row.length ?? 32];
  const joint = row.joint ?? "-";
  const least = lengths.map((length) => (typeof length === "number" ? length : length[0]));
  const most = lengths.map((length) => (typeof length === "number" ? length : length[1]));
  const token = (sizes: readonly number[]): string =>
    start + sizes.map((size, at) => sampleWord(body, size + at).slice(at)).join(joint) + end;
  const words = wordsOf(row);
  const whole = sum(least);
  return {
    id: `${service}-${slug(kind)}`,
    service,
    title: `${name} ${kind}`,
    literals: [],
    shape:
      escaped(start) +
      lengths.map((length) => `[${alphabets[body]}]${times(length)}`).join(escaped(joint)) +
      escaped(end),
    context: { words, within: row.within ?? DEFAULT_WITHIN },
    minEntropyBits: row.minEntropyBits ?? usualEntropy(body, whole),
    ...(hosts === undefined ? {} : { issuer: { hosts, carriers } }),
    examples: [`${words[0]} = ${token(least)}`],
    counterExamples: [
      `${words[0]} = ${token([...least.slice(0, -1), least.at(-1)! - 1])}`,
      `${words[0]} = ${token([...most.slice(0, -1), most.at(-1)! + 1])}`,
      token(least),
      `${words[0]} = ${start}${least.map((size) => "x".repeat(size)).join(joint)}${end}`,
    ],
  };
}

/** A sample that begins and ends with a letter or digit: marks at its edges are as likely those of the text around it. */
function sampleWord(body: Alphabet, length: number): string {
  return sample(body, length).replace(/^[^0-9A-Za-z]|[^0-9A-Za-z]$/g, "k");
}

/** "Customer.io" as "customer-io". */
function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/\+/g, "plus")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

function wordsOf({ name, ordinary = false, words = [], groups }: ServiceKey): readonly [string, ...string[]] {
  const parts = name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  const spelled = ["", "_", "-", " ", "."].slice(0, parts.length === 1 ? 1 : undefined).map((mark) => parts.join(mark));
  const all = [...(ordinary || groups === UUID_GROUPS ? spelled.flatMap(settingsOf) : spelled), ...words];
  return [all[0]!, ...all.slice(1)];
}

function times(length: number | readonly [number, number]): string {
  if (typeof length === "number") return `{${length}}`;
  return `{${length[0]},${length[1]}}`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}
