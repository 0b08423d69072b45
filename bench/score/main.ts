/**
 * How much the scan finds, and how often it would ask in vain. Prints tables and writes bench/score/results.json.
 *
 *   npm run score -- [--facts FILE] [--traffic FILE] [--texts FOLDER]... [--seed N] [--each N]
 *
 * --facts    a table of credential formats, JSON lines: `{service, credentials: [{name, token, marks, near}], hosts}`
 * --traffic  recorded requests without credentials, gzipped JSON lines: `{id, source, method, url, headers, body | bodyBase64}`
 * --each     surroundings that each credential of the table is put in; default: 8
 * --texts    folders with real texts; default: the installed packages, and the system's documents and Python sources where there are any
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { samplesOfFacts } from "./facts.js";
import { samplesOfForms, samplesOfGeneric } from "./generic.js";
import { samplesOfLookAlikes } from "./look-alikes.js";
import { askedAbout, type Score, scoreNegatives, scorePositives, type Tally, totalOf } from "./tally.js";
import { textsBelow } from "./texts.js";
import { requestsIn } from "./traffic.js";

const RESULTS = "bench/score/results.json";
const FOLDERS = ["node_modules", "/usr/share/doc", "/usr/lib/python3"];
/** Bytes of real texts that are read of each folder. */
const MOST_OF_FOLDER = 8 * 1024 * 1024;

const { values } = parseArgs({
  options: {
    facts: { type: "string" },
    traffic: { type: "string" },
    texts: { type: "string", multiple: true },
    seed: { type: "string", default: "1" },
    each: { type: "string", default: "8" },
  },
});
const seed = Number(values.seed);

/** Questions by cause: which detector asks, how often, and where first. */
interface Causes {
  readonly texts: number;
  readonly bytes: number;
  readonly questions: number;
  readonly causes: Readonly<Record<string, readonly string[]>>;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "-" : `${((100 * part) / whole).toFixed(1)} %`;
}

function printPositives(title: string, { families }: Score): void {
  console.log(`\n${title}`);
  const rows = [...families, ["all", totalOf(families)] as const];
  console.table(
    rows.map(([family, { samples, found, exact }]: readonly [string, Tally]) => ({
      family,
      samples,
      found: percent(found, samples),
      "exact value": percent(exact, found),
    })),
  );
}

/** Settings in which least is found. */
const LOWEST = 24;

function printForms(title: string, { forms }: Score): void {
  console.log(`\n${title}`);
  const share = ({ found, samples }: Tally): number => found / samples;
  const rows = [...forms].sort((a, b) => share(a[1]) - share(b[1])).slice(0, LOWEST);
  console.table(rows.map(([form, { samples, found }]) => ({ setting: form, samples, found: percent(found, samples) })));
}

function printNegatives(title: string, { families }: Score): void {
  console.log(`\n${title}`);
  const rows = [...families, ["all", totalOf(families)] as const];
  console.table(
    rows.map(([family, { samples, found }]: readonly [string, Tally]) => ({
      family,
      samples,
      "asked about": found,
      share: percent(found, samples),
    })),
  );
}

function causesOf(texts: Iterable<readonly [name: string, bytes: number, detectors: readonly string[]]>): Causes {
  const causes: Record<string, string[]> = {};
  let count = 0;
  let size = 0;
  let questions = 0;
  for (const [name, bytes, detectors] of texts) {
    count++;
    size += bytes;
    questions += detectors.length;
    for (const detector of detectors) {
      causes[detector] ??= [];
      causes[detector].push(name);
    }
  }
  return { texts: count, bytes: size, questions, causes };
}

function printCauses({ texts, bytes, questions, causes }: Causes, title: string, per: string): void {
  console.log(`\n${title}: ${texts} texts, ${(bytes / 1e6).toFixed(1)} MB, ${questions} questions, ${per}`);
  const rows = Object.entries(causes).sort((a, b) => b[1].length - a[1].length);
  console.table(rows.map(([detector, names]) => ({ detector, questions: names.length, first: names[0]!.slice(-90) })));
}

/** One value is asked about once, however often it occurs. */
function detectorsAsking(findings: ReturnType<typeof askedAbout>): readonly string[] {
  return [...new Map(findings.map(({ matched, detector }) => [matched, detector])).values()];
}

function* realTexts(folder: string): Generator<readonly [string, number, readonly string[]]> {
  for (const { path, bytes } of textsBelow(folder, MOST_OF_FOLDER)) {
    const request = { method: "POST", url: "https://collect.example.net/", body: bytes };
    yield [path, bytes.length, detectorsAsking(askedAbout(request))];
  }
}

function* realRequests(path: string): Generator<readonly [string, number, readonly string[]]> {
  for (const { id, source, request } of requestsIn(path)) {
    yield [`${source} ${id}`, request.body?.length ?? 0, detectorsAsking(askedAbout(request))];
  }
}

const start = performance.now();
const results: Record<string, unknown> = { seed };
const keep = (title: string, { families, forms, missed, inexact }: Score): void => {
  const tables = { families: Object.fromEntries(families), forms: Object.fromEntries(forms) };
  results[title] = { all: totalOf(families), ...tables, missed, inexact };
};

const generic = scorePositives(samplesOfGeneric(seed, 60));
printPositives("Credentials of no one service", generic);
keep("generic", generic);
const forms = scorePositives(samplesOfForms(seed, 3));
printPositives("Credentials of no one service, in every setting", forms);
printForms("Settings in which least of them is found", forms);
keep("forms", forms);
if (values.facts !== undefined) {
  const facts = scorePositives(samplesOfFacts(values.facts, seed, Number(values.each)));
  const services = new Map<string, boolean>();
  for (const [name, { found }] of facts.names) {
    const service = name.split(": ")[1]!;
    services.set(service, services.get(service) === true || found > 0);
  }
  printPositives("Credentials of services", facts);
  printForms("Settings in which least of them is found", facts);
  console.log(`${[...services.values()].filter(Boolean).length} of ${services.size} services`);
  keep("services", facts);
  results["services without a find"] = [...services].filter(([, found]) => !found).map(([service]) => service);
}
const lookAlikes = scoreNegatives(samplesOfLookAlikes(seed, 100));
printNegatives("Look-alikes", lookAlikes);
keep("look-alikes", lookAlikes);
for (const folder of values.texts ?? FOLDERS) {
  const causes = causesOf(realTexts(folder));
  if (causes.texts === 0) continue;
  printCauses(
    causes,
    `Real texts below ${folder}`,
    `${(causes.questions / (causes.bytes / 1e6)).toFixed(2)} for each MB`,
  );
  results[`texts ${folder}`] = causes;
}
if (values.traffic !== undefined) {
  const causes = causesOf(realRequests(values.traffic));
  printCauses(causes, "Real requests", `${((causes.questions / causes.texts) * 10_000).toFixed(1)} for each 10,000`);
  results.traffic = causes;
}
writeFileSync(RESULTS, `${JSON.stringify(results, null, 1)}\n`);
console.log(`\n${((performance.now() - start) / 1000).toFixed(0)} s; misses and causes one by one: ${RESULTS}`);
