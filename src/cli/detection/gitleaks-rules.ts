import { compilePattern } from "../../scan/engine.js";
import { scanOneText } from "../../scan/index.js";
import { chooser, sampler } from "../../testing/sample.js";
import type { Detector } from "../../types.js";
import { withTokenGroup } from "./token-group.js";

/** Something of a rule that was not taken over. */
export interface RuleNote {
  readonly rule: string;
  readonly note: string;
  /** The rule is no detector at all. */
  readonly isLeftOut: boolean;
}

export interface ImportedRules {
  readonly detectors: readonly Detector[];
  readonly notes: readonly RuleNote[];
}

/** A rule as gitleaks' README describes its configuration; every field is checked before it is used. */
type Table = Readonly<Record<string, unknown>>;

/** How far from its keyword a value may stand where the keyword is no part of what the rule matches, in bytes. */
const WITHIN = 1024;

/** Seeds that an example is tried with. */
const TRIES = 16;

/** Turns gitleaks' rules (its TOML configuration, parsed) into detectors, and says what could not be taken over. */
export function importRules(config: unknown): ImportedRules {
  const detectors: Detector[] = [];
  const notes: RuleNote[] = [];
  const table = isTable(config) ? config : {};
  const note = (rule: string, text: string, isLeftOut = false) => void notes.push({ rule, note: text, isLeftOut });
  if (table.extend !== undefined) note("(all)", "extends another configuration, which is not read: give that file too");
  if (table.allowlist !== undefined || table.allowlists !== undefined)
    note("(all)", "allowlists for all rules: approve the exact value instead");
  const ids = new Set<string>();
  for (const [index, rule] of tablesIn(table.rules).entries()) {
    const name = typeof rule.id === "string" ? rule.id : `rule number ${index + 1}`;
    const made = detectorOf(rule, name, (text) => note(name, text));
    if (typeof made === "string") note(name, made, true);
    else if (ids.has(made.id)) note(name, "another rule has the same id", true);
    else {
      ids.add(made.id);
      detectors.push(made);
    }
  }
  return { detectors, notes };
}

/** The detector, or why there is none. */
function detectorOf(rule: Table, name: string, note: (text: string) => void): Detector | string {
  const { regex, path, entropy, secretGroup, description } = rule;
  if (typeof regex !== "string" || regex === "")
    return path === undefined ? "has no regex" : "tells files by their path";
  if (path !== undefined) return "is for files of some paths only, and a request has none";
  const keywords = textsIn(rule.keywords).map((word) => word.toLowerCase());
  if (keywords.length === 0) return "has no keywords, so that there is nothing to look for it by";
  const shape = withTokenGroup(regex, typeof secretGroup === "number" ? secretGroup : 0);
  if (shape === undefined) return "names a group that its regex does not have";
  if (!isPattern(shape))
    return "is not RE2 as it is read here (lookaround, backreferences, \\z or a syntax of Go's own)";
  for (const [field, text] of UNUSED) if (rule[field] !== undefined) note(text);
  const inMatch = keywords.every((word) => regex.toLowerCase().includes(word));
  if (!inMatch) note(`a keyword that its regex does not hold: looked for at most ${WITHIN} bytes away`);
  const detector: Detector = {
    id: `gitleaks-${idOf(name)}`,
    service: "gitleaks",
    title: typeof description === "string" && description !== "" ? description : name,
    literals: inMatch ? keywords : [],
    ...(inMatch ? {} : { context: { words: keywords as [string, ...string[]], within: WITHIN } }),
    shape,
    confidence: "medium",
    ...(typeof entropy === "number" && entropy > 0 ? { minEntropyBits: entropy } : {}),
    examples: [""],
    counterExamples: ["nothing"],
  };
  const example = exampleOf(detector);
  if (example === undefined) note("no example could be made of its regex: try one with --test");
  return Object.freeze<Detector>({ ...detector, examples: [example ?? name] });
}

/** Fields that say when a rule does not count. */
const UNUSED: readonly (readonly [field: string, note: string])[] = [
  ["allowlist", "its allowlist: it may ask about more"],
  ["allowlists", "its allowlists: it may ask about more"],
  ["required", "the other rules that it requires nearby: it may ask about more"],
];

function isPattern(shape: string): boolean {
  try {
    compilePattern(shape, "d");
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** A text in which the detector, as it was taken over, finds a value. */
function exampleOf(detector: Detector): string | undefined {
  const sample = sampler(detector);
  const detectors = Object.freeze([detector]);
  for (let seed = 1; seed <= TRIES; seed++) {
    const { text, value } = sample(chooser(seed));
    if (value === "") return undefined;
    const { findings } = scanOneText(text, { detectors, safeTokens: undefined, options: undefined });
    if (findings.some(({ matched }) => matched === value)) return text;
  }
  return undefined;
}

/** Lower-case words joined by hyphens. */
function idOf(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "") || "rule"
  );
}

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function tablesIn(value: unknown): readonly Table[] {
  return Array.isArray(value) ? value.filter(isTable) : [];
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((text): text is string => typeof text === "string" && text !== "") : [];
}
