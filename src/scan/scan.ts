import { RequestReading, type Surface, type SurfaceProblem, textSurface } from "../request/index.js";
import type {
  Detector,
  Finding,
  Location,
  OutboundRequest,
  SafeTokensLike,
  ScanOptions,
  ScanResult,
  TokenScope,
} from "../types.js";
import { Budget } from "../views/budget.js";
import { compileDetectors } from "./compile.js";
import { Head } from "./head.js";
import { IssuerTraffic } from "./issuer.js";
import { issuersOf } from "./issuer-hosts.js";
import type { MatchRules } from "./matcher.js";
import { defaultWork, readOptions, type Settings } from "./options.js";
import { type Placed, settle } from "./overlap.js";
import { HeadMemory, type QuietHead } from "./quiet-heads.js";
import { digestOf, digestOfAll, type Placing, problemFinding, resultOf, secretFinding } from "./result.js";
import { createIsSafe, type IsSafe } from "./safe.js";
import { readSplitHeaders } from "./split.js";
import { readSurface, type SurfaceReading } from "./walk.js";

/** What the caller of a scan decides beside its options. */
export interface ScanCall {
  /** Used when the options name none. */
  readonly detectors: readonly Detector[];
  readonly safeTokens: SafeTokensLike | undefined;
  readonly options: ScanOptions | undefined;
  /** Where approved values may go, for stores with scopes. */
  readonly scope?: TokenScope;
  /** `false`: find literals without the prefilter, to prove that it misses nothing. Default `true`. */
  readonly prefilter?: boolean;
}

/** Scans a request; see `scanOutbound` in the package's index. */
export function scanRequest(request: OutboundRequest, call: ScanCall): ScanResult {
  const settings = readOptions(call.options, call.detectors);
  const { known } = settings;
  const reading = new RequestReading(request);
  const isPrefiltered = call.prefilter !== false;
  const memory = isPrefiltered
    ? HeadMemory.of(reading.headText, compileDetectors(settings.detectors), settings)
    : undefined;
  const quiet = memory?.quiet;
  if (quiet !== undefined) {
    const body = reading.body(settings);
    const rest = new Scan(body === undefined ? [] : [body], settings, call, quiet);
    if (!rest.rules.budget.exhausted) return rest.run();
  }
  const scan = new Scan(reading.surfaces(settings, known && ((bytes) => known.mayBeIn(bytes))), settings, call);
  const result = scan.run();
  if (memory !== undefined && scan.quietHead !== undefined) memory.learn(scan.quietHead);
  return result;
}

/** Scans one text; see `scanText` in the package's index. */
export function scanOneText(text: string | Uint8Array, call: ScanCall): ScanResult {
  return new Scan([textSurface(text)], readOptions(call.options, call.detectors), call).run();
}

const NO_HEAD: QuietHead = { bytes: 0, work: 0 };

/** One scan of all surfaces, in wire order. */
class Scan {
  readonly rules: MatchRules;
  readonly #surfaces: readonly Surface[];
  readonly #settings: Settings;
  readonly #collector: Collector;
  readonly #head: Head | undefined;
  /** The first field that was not read for want of work. */
  #unread: Surface | undefined;
  /** Work that was spent on the body, and how much was found in it. */
  #bodyWork = 0;
  #bodyFinds = 0;

  /** `head`: what is known of one that is not among the surfaces. */
  constructor(surfaces: readonly Surface[], settings: Settings, call: ScanCall, head: QuietHead = NO_HEAD) {
    const size = surfaces.reduce((bytes, surface) => bytes + surface.bytes.length, head.bytes);
    this.rules = {
      compiled: compileDetectors(settings.detectors),
      minConfidence: settings.minConfidence,
      budget: new Budget(settings.workBytes ?? defaultWork(size)),
      known: settings.known,
      prefilter: call.prefilter ?? true,
      read: {},
    };
    this.rules.budget.spend(head.work);
    this.#surfaces = surfaces;
    this.#settings = settings;
    const { trustedHosts } = settings;
    const traffic = trustedHosts && new IssuerTraffic(surfaces, issuersOf(this.rules.compiled, trustedHosts));
    this.#collector = new Collector(createIsSafe(call.safeTokens, call.scope), settings, traffic);
    this.#head = surfaces.length > 1 ? Head.read(surfaces, this.rules) : undefined;
  }

  run(): ScanResult {
    const surfaces = this.#surfaces;
    for (let i = 0; i < surfaces.length && !this.#collector.full; i++) {
      const surface = surfaces[i]!;
      if (!this.#head?.isQuiet(surface)) this.#read(surface);
      if (isField(surface) && surfaces[i + 1]?.kind !== surface.kind) this.#readJoin(surface.kind);
    }
    return resultOf(this.#collector.findings, this.#collector.skipped, this.#collector.unread);
  }

  /** What reading the head took, if nothing was found in it. */
  get quietHead(): QuietHead | undefined {
    const { budget } = this.rules;
    if (this.#collector.full || this.#collector.finds > this.#bodyFinds || budget.exhausted) return undefined;
    const bytes = this.#surfaces.reduce((sum, one) => sum + (one.kind === "body" ? 0 : one.bytes.length), 0);
    return { bytes, work: budget.spent - this.#bodyWork };
  }

  #read(surface: Surface): void {
    const { budget } = this.rules;
    if (isField(surface) && budget.exhausted) {
      this.#unread ??= surface;
      return;
    }
    const { spent } = budget;
    const { finds } = this.#collector;
    this.#collector.take(readSurface(surface, this.rules, this.#settings.viewDepth));
    if (surface.kind !== "body") return;
    this.#bodyWork += budget.spent - spent;
    this.#bodyFinds += this.#collector.finds - finds;
  }

  /** Headers, or trailers, joined. */
  #readJoin(kind: Surface["kind"]): void {
    if (this.#unread === undefined && this.#head?.isJoinQuiet(kind)) return;
    const fields = this.#surfaces.filter((surface) => surface.kind === kind);
    if (this.#unread !== undefined) {
      this.#collector.takeUnread({ surface: this.#unread }, fields);
      this.#unread = undefined;
      return;
    }
    const split = readSplitHeaders(fields, this.#collector.matched, this.rules, this.#settings.viewDepth);
    if (split !== undefined) this.#collector.takeRead(split.reading, split.placed);
  }
}

function isField({ kind }: Surface): boolean {
  return kind === "header" || kind === "trailer";
}

/** Turns what was read into findings, leaves out what is safe, and counts distinct values. */
class Collector {
  readonly findings: Finding[] = [];
  skipped = 0;
  readonly unread: { readonly type: string; readonly location: Location }[] = [];
  full = false;
  /** What matched in each surface, safe or not. */
  readonly matched = new Map<Surface, readonly Placed[]>();
  readonly #isSafe: IsSafe;
  readonly #settings: Settings;
  readonly #distinct = new Set<string>();

  readonly #traffic: IssuerTraffic | undefined;

  constructor(isSafe: IsSafe, settings: Settings, traffic: IssuerTraffic | undefined) {
    this.#isSafe = isSafe;
    this.#settings = settings;
    this.#traffic = traffic;
  }

  /** How much has been found, safe or not. */
  get finds(): number {
    return this.findings.length + this.skipped + this.unread.length;
  }

  take(reading: SurfaceReading): void {
    const settled = this.#traffic?.settle(reading);
    const placed = settled?.all ?? settle(reading.root);
    if (placed.length > 0) this.matched.set(reading.surface, placed);
    this.takeRead(reading, settled?.left ?? placed);
  }

  /** Fields that were not read, the first of them `from`: one finding names all of their kind, as a token may be split over these. */
  takeUnread(from: Placing, fields: readonly Surface[]): void {
    this.#add(problemFinding(from, REST, digestOfAll(fields)), from);
  }

  takeRead(reading: SurfaceReading, placed: readonly Placed[]): void {
    this.#takePlaced(reading, placed);
    if (this.full) return;
    for (const problem of reading.problems) this.#takeProblem(reading, problem);
  }

  #takeProblem(reading: SurfaceReading, problem: SurfaceProblem): void {
    const finding = problemFinding(reading, problem, digestOf(reading));
    const { type } = problem;
    if (type !== undefined && this.#settings.opaqueTypes.has(type))
      this.unread.push({ type, location: finding.location });
    else this.#add(finding, reading);
  }

  #takePlaced(reading: SurfaceReading, placed: readonly Placed[]): void {
    for (const each of placed) {
      this.#add(secretFinding(reading, each), reading);
      if (this.full) return;
    }
  }

  #add(finding: Finding, reading: Placing): void {
    if (finding.approvable && this.#isSafe(finding)) {
      this.skipped++;
      return;
    }
    if (finding.kind === "secret") {
      this.#distinct.add(finding.matched);
      if (this.#distinct.size > this.#settings.findings) {
        this.full = true;
        this.findings.push(problemFinding(reading, TOO_MANY, digestOf(reading)));
        return;
      }
    }
    this.findings.push(finding);
  }
}

const REST = {
  what: "work-budget",
  reason:
    "What comes before took all the work that the request's size allows: this and the fields after it are not read",
  approvable: true,
} as const;
const TOO_MANY = {
  what: "findings-limit",
  reason: "The request holds more distinct credentials than one person can be asked about",
  approvable: false,
} as const;
