import { RequestReading, type Surface, textSurface } from "../request/index.js";
import type {
  Detector,
  Finding,
  OutboundRequest,
  SafeTokensLike,
  ScanOptions,
  ScanResult,
  TokenScope,
} from "../types.js";
import { Budget } from "../views/budget.js";
import { Collector } from "./collector.js";
import { compileDetectors } from "./compile/compile.js";
import { Head } from "./head.js";
import { issuersAt } from "./issuer/hosts.js";
import { IssuerTraffic } from "./issuer/issuer.js";
import type { MatchRules } from "./match/match-rules.js";
import { defaultWork, readOptions, type Settings } from "./options.js";
import { entryOfBody, type QuietBody, recallBody } from "./quiet/bodies.js";
import { type FoundSecret, foundInHead, recallFound } from "./quiet/found-in-head.js";
import { entryOfHead, type QuietHead } from "./quiet/heads.js";
import { type Entry, QuietMemory } from "./quiet/memory.js";
import { CLEAR, resultOf } from "./result.js";
import { createIsSafe } from "./safe.js";
import { readSplitHeaders } from "./split.js";
import { readSurface, type SurfaceReading } from "./walk.js";

/** What the caller of a scan decides beside its options. */
export interface ScanCall {
  /** Used when the options name none. */
  readonly detectors: readonly Detector[];
  readonly safeTokens: SafeTokensLike | undefined;
  readonly options: ScanOptions | undefined;
  /** Where approved values may go, for stores with scopes. Asked for once something is found. */
  readonly scope?: () => TokenScope;
  /** `false`: find literals without the prefilter, to prove that it misses nothing. Default `true`. */
  readonly prefilter?: boolean;
  /** `false`: read again what is remembered, to tell what reading costs. Default `true`. */
  readonly remembers?: boolean;
}

/** Scans a request; see `scanOutbound` in the package's index. */
export function scanRequest(request: OutboundRequest, call: ScanCall): ScanResult {
  const settings = readOptions(call.options, call.detectors);
  const { known } = settings;
  const reading = new RequestReading(request);
  const isAnew = call.prefilter === false || call.remembers === false;
  const memory = isAnew ? undefined : QuietMemory.of(compileDetectors(settings.detectors), settings);
  const ofHead = memory && entryOfHead(reading, memory, settings);
  const head = knownHead(ofHead?.value, settings);
  const whole = memory && reading.wholeBody(settings);
  const ofBody = whole && entryOfBody(whole, head?.readAs ?? reading.readAs, memory, settings);
  if (head !== undefined) {
    if (whole !== undefined && isKnownClear(head, whole, ofBody?.value, settings)) return CLEAR;
    const body = reading.body(settings);
    const known = { ...head, findings: recallFound(head.found, reading) };
    const rest = new Scan(body === undefined ? [] : [body], settings, call, ofBody, known);
    if (!rest.rules.budget.exhausted) return rest.run();
  }
  const surfaces = reading.surfaces(settings, known && ((bytes) => known.mayBeIn(bytes)));
  const scan = new Scan(surfaces, settings, call, ofBody);
  const result = scan.run();
  if (ofHead !== undefined) learnHead(ofHead, scan, reading);
  return result;
}

/** What is remembered of a head, unless more was found in it than may be found now. */
function knownHead(head: QuietHead | undefined, { findings }: Settings): QuietHead | undefined {
  return head !== undefined && head.found.length <= findings ? head : undefined;
}

function learnHead(head: Entry<QuietHead>, scan: Scan, reading: RequestReading): void {
  const took = scan.headTook();
  if (took === undefined) return;
  const { bytes, work, secrets } = took;
  const found = foundInHead(secrets, reading);
  if (found !== undefined) head.learn({ bytes, work, readAs: reading.readAs, found });
}

/** Whether it is remembered of both the head and the body that nothing is found in them, and nothing stands in the way of reading them. */
function isKnownClear(head: QuietHead, whole: Buffer, body: QuietBody | undefined, settings: Settings): boolean {
  if (head.found.length > 0) return false;
  const budget = new Budget(settings.workBytes ?? defaultWork(head.bytes + whole.length));
  budget.spend(head.work);
  const problems = whole.length === 0 ? [] : recallBody(body, budget);
  return problems?.length === 0 && !budget.exhausted;
}

/** Scans one text; see `scanText` in the package's index. */
export function scanOneText(text: string | Uint8Array, call: ScanCall): ScanResult {
  return new Scan([textSurface(text)], readOptions(call.options, call.detectors), call).run();
}

/** What reading a head takes, in bytes of its surfaces and bytes of work, and what is found in it. */
interface KnownHead extends Pick<QuietHead, "bytes" | "work"> {
  readonly findings: readonly Finding[];
}

/** The same of a head that has just been read. */
interface HeadTook extends Pick<QuietHead, "bytes" | "work"> {
  readonly secrets: readonly FoundSecret[];
}

const NO_HEAD: KnownHead = { bytes: 0, work: 0, findings: [] };

/** One scan of all surfaces, in wire order. */
class Scan {
  readonly rules: MatchRules;
  readonly #surfaces: readonly Surface[];
  readonly #settings: Settings;
  readonly #collector: Collector;
  /** What is remembered of the body. */
  readonly #ofBody: Entry<QuietBody> | undefined;
  readonly #head: Head | undefined;
  /** Of a head that is not among the surfaces. */
  readonly #known: readonly Finding[];
  /** The first field that was not read for want of work. */
  #unread: Surface | undefined;
  /** Work that was spent on the body, and how much was found in it. */
  #bodyWork = 0;
  #bodyFinds = 0;

  /** `head`: what is known of one that is not among the surfaces. */
  constructor(
    surfaces: readonly Surface[],
    settings: Settings,
    call: ScanCall,
    ofBody?: Entry<QuietBody>,
    head: KnownHead = NO_HEAD,
  ) {
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
    this.#ofBody = ofBody;
    const { trustedHosts } = settings;
    const { compiled } = this.rules;
    const traffic = trustedHosts && new IssuerTraffic(surfaces, (host) => issuersAt(host, compiled, trustedHosts));
    this.#collector = new Collector(createIsSafe(call.safeTokens, call.scope), settings, traffic);
    this.#known = head.findings;
    this.#head = surfaces.length > 1 ? Head.read(surfaces, this.rules) : undefined;
  }

  run(): ScanResult {
    const surfaces = this.#surfaces;
    this.#collector.takeKnown(this.#known);
    for (let i = 0; i < surfaces.length && !this.#collector.full; i++) {
      const surface = surfaces[i]!;
      if (!this.#head?.isQuiet(surface)) this.#read(surface);
      if (isField(surface) && surfaces[i + 1]?.kind !== surface.kind) this.#readJoin(surface.kind);
    }
    return resultOf(this.#collector.findings, this.#collector.skipped, this.#collector.unread);
  }

  /** What reading the head took, if it could be read in full. */
  headTook(): HeadTook | undefined {
    const { budget } = this.rules;
    const secrets = this.#collector.secrets.filter(({ surface }) => surface.kind !== "body");
    const isRead = this.#collector.finds - this.#bodyFinds === secrets.length;
    if (this.#collector.full || !isRead || budget.exhausted) return undefined;
    const bytes = this.#surfaces.reduce((sum, one) => sum + (one.kind === "body" ? 0 : one.bytes.length), 0);
    return { bytes, work: budget.spent - this.#bodyWork, secrets };
  }

  #read(surface: Surface): void {
    const { budget } = this.rules;
    if (isField(surface) && budget.exhausted) {
      this.#unread ??= surface;
      return;
    }
    if (surface.kind === "body") this.#readBody(surface);
    else this.#take(surface);
  }

  #readBody(body: Surface): void {
    const { budget } = this.rules;
    const { spent } = budget;
    const { finds } = this.#collector;
    const problems = recallBody(this.#ofBody?.value, budget);
    if (problems === undefined) this.#readNewBody(body);
    else this.#collector.takeRead({ surface: body, problems }, []);
    this.#bodyWork += budget.spent - spent;
    this.#bodyFinds += this.#collector.finds - finds;
  }

  #readNewBody(body: Surface): void {
    const { budget } = this.rules;
    const { left, spent } = budget;
    const { problems } = this.#take(body);
    if (this.#collector.matched.has(body)) return;
    this.#ofBody?.learn({ problems, left, work: budget.spent - spent, peak: budget.peak - spent });
  }

  #take(surface: Surface): SurfaceReading {
    const reading = readSurface(surface, this.rules, this.#settings.viewDepth);
    this.#collector.take(reading);
    return reading;
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
