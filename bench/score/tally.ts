import type { Finding, OutboundRequest } from "../../src/index.js";
import { scanOutbound } from "../../src/index.js";
import type { Sample } from "./sample.js";

/** How the samples of one family ended. */
export interface Tally {
  samples: number;
  found: number;
  /** Of those found: the value itself was reported, not more and not less. */
  exact: number;
}

/** A sample that did not end as it should. */
export interface Miss {
  readonly family: string;
  readonly form: string;
  readonly name: string;
  readonly detectors: readonly string[];
}

export interface Score {
  readonly families: Map<string, Tally>;
  readonly forms: Map<string, Tally>;
  readonly names: Map<string, Tally>;
  readonly missed: Miss[];
  readonly inexact: Miss[];
}

/** Fewer characters in common than this are no find. */
const LEAST_IN_COMMON = 6;

/** The findings that a supervisor is asked about. */
export function askedAbout(request: OutboundRequest): readonly Finding[] {
  return scanOutbound(request).findings.filter(({ kind }) => kind === "secret");
}

/** Whether each sample's value is found, and as it is. */
export function scorePositives(samples: Iterable<Sample>): Score {
  const score = emptyScore();
  for (const sample of samples) {
    const findings = askedAbout(sample.request);
    const value = sample.value ?? "";
    const holding = findings.filter(({ matched }) => isSame(matched, value) || overlaps(matched, value));
    const exact = holding.some(({ matched }) => isSame(matched, value));
    count(score, sample, holding.length > 0, exact);
    if (holding.length === 0) score.missed.push(missOf(sample, findings));
    else if (!exact) score.inexact.push(missOf(sample, holding));
  }
  return score;
}

/** Whether anybody is asked about what is no credential. */
export function scoreNegatives(samples: Iterable<Sample>): Score {
  const score = emptyScore();
  for (const sample of samples) {
    const findings = askedAbout(sample.request);
    count(score, sample, findings.length > 0, false);
    if (findings.length > 0) score.missed.push(missOf(sample, findings));
  }
  return score;
}

function overlaps(matched: string, value: string): boolean {
  if (matched.includes(value)) return true;
  return matched.length >= LEAST_IN_COMMON && value.includes(matched);
}

/** A line break that a string literal writes as an escape is the same line break. */
function isSame(matched: string, value: string): boolean {
  const plain = (text: string): string => text.replace(/\\n|\s+/g, "\n");
  return matched === value || (value.includes("\n") && plain(matched).trim() === plain(value).trim());
}

function emptyScore(): Score {
  return { families: new Map(), forms: new Map(), names: new Map(), missed: [], inexact: [] };
}

function count(score: Score, { family, form = "", name }: Sample, found: boolean, exact: boolean): void {
  for (const [map, key] of [
    [score.families, family],
    [score.forms, `${family}: ${form}`],
    [score.names, `${family}: ${name}`],
  ] as const) {
    const tally = map.get(key) ?? { samples: 0, found: 0, exact: 0 };
    tally.samples++;
    if (found) tally.found++;
    if (exact) tally.exact++;
    map.set(key, tally);
  }
}

function missOf({ family, form = "", name, request, value }: Sample, findings: readonly Finding[]): Miss {
  const text = value === undefined ? name : `${name} | ${String(request.body ?? JSON.stringify(request))}`;
  return { family, form, name: text.slice(0, 400), detectors: findings.map(({ detector }) => detector) };
}

/** All families as one. */
export function totalOf(families: ReadonlyMap<string, Tally>): Tally {
  const total = { samples: 0, found: 0, exact: 0 };
  for (const { samples, found, exact } of families.values()) {
    total.samples += samples;
    total.found += found;
    total.exact += exact;
  }
  return total;
}
