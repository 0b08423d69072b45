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
import { QuietHeads } from "./quiet-heads.js";
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
  // Known values may stand in any code; whose traffic is trusted is told by the head.
  const isPlain = known === undefined && settings.trustedHosts === undefined && call.prefilter !== false;
  const heads = isPlain ? QuietHeads.of(compileDetectors(settings.detectors)) : undefined;
  const key = heads?.keyOf(reading.headText);
  const quiet = key === undefined ? undefined : heads?.sizeOf(key);
  if (quiet !== undefined) {
    const body = reading.body(settings);
    return scanSurfaces(body === undefined ? [] : [body], settings, call, { bytes: quiet });
  }
  const surfaces = reading.surfaces(settings, known && ((bytes) => known.mayBeIn(bytes)));
  const bytes = surfaces.reduce((sum, one) => sum + (one.kind === "body" ? 0 : one.bytes.length), 0);
  const learn = key === undefined ? undefined : () => heads?.add(key, bytes);
  return scanSurfaces(surfaces, settings, call, { learn });
}

/** Scans one text; see `scanText` in the package's index. */
export function scanOneText(text: string | Uint8Array, call: ScanCall): ScanResult {
  return scanSurfaces([textSurface(text)], readOptions(call.options, call.detectors), call);
}

/** What is known of a request's head: how long one is that is not among the surfaces; what to do when nothing can be found in it. */
interface HeadFacts {
  readonly bytes?: number;
  readonly learn?: (() => void) | undefined;
}

function scanSurfaces(
  surfaces: readonly Surface[],
  settings: Settings,
  call: ScanCall,
  { bytes: headBytes = 0, learn }: HeadFacts = {},
): ScanResult {
  const size = surfaces.reduce((bytes, surface) => bytes + surface.bytes.length, headBytes);
  const rules: MatchRules = {
    compiled: compileDetectors(settings.detectors),
    minConfidence: settings.minConfidence,
    budget: new Budget(settings.workBytes ?? defaultWork(size)),
    known: settings.known,
    prefilter: call.prefilter ?? true,
    read: {},
  };
  const { trustedHosts } = settings;
  const traffic = trustedHosts && new IssuerTraffic(surfaces, issuersOf(rules.compiled, trustedHosts));
  const collector = new Collector(createIsSafe(call.safeTokens, call.scope), settings, traffic);
  const head = surfaces.length > 1 ? Head.read(surfaces, rules) : undefined;
  if (learn !== undefined && head?.areAllQuiet(surfaces)) learn();
  let unread: Surface | undefined;
  for (let i = 0; i < surfaces.length && !collector.full; i++) {
    const surface = surfaces[i]!;
    const { kind } = surface;
    const isField = kind === "header" || kind === "trailer";
    if (!head?.isQuiet(surface)) {
      if (isField && rules.budget.exhausted) unread ??= surface;
      else collector.take(readSurface(surface, rules, settings.viewDepth));
    }
    if (!isField || surfaces[i + 1]?.kind === kind) continue;
    const fields = surfaces.filter((surface) => surface.kind === kind);
    if (unread !== undefined) {
      collector.takeUnread({ surface: unread }, fields);
      unread = undefined;
    } else if (!head?.isJoinQuiet(kind)) {
      const split = readSplitHeaders(fields, collector.matched, rules, settings.viewDepth);
      if (split !== undefined) collector.takeRead(split.reading, split.placed);
    }
  }
  return resultOf(collector.findings, collector.skipped, collector.unread);
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
