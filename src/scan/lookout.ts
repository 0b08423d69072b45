import type { KeptBody } from "../request/index.js";
import type {
  Detector,
  Finding,
  HeaderPairs,
  OutboundRequest,
  RequestHead,
  ScanOptions,
  ScanResult,
} from "../types.js";
import { byteSet } from "../views/runs.js";
import { compileDetectors } from "./compile/compile.js";
import type { CompiledDetector } from "./compile/compiled-detector.js";

/** What a lookout looks with. */
export interface LookoutSettings {
  readonly head: RequestHead;
  /** `workBytes`: most work, where that is less than a scan of the whole may take. */
  readonly scan: (request: OutboundRequest, workBytes?: number) => ScanResult;
  /** What `scan` looks for. */
  readonly detectors: readonly Detector[];
  /** Whether any value is approved: a longer one may contain what is found, which then does not stand before that is whole. */
  readonly hasApprovals: () => boolean;
  /** Whether bodies that cannot be inspected may be: then one stands only when its digest is known. */
  readonly mayApproveDigests: boolean;
}

/** Bytes before the new ones that are looked at again: room for a token and the words round it. */
const OVERLAP = 4096;

/** What each look costs beside its bytes, in bytes. */
const LOOK_COST = 512;

/** Work of a look for each of its bytes: no more, so that many small looks cost no more than one scan of all. */
const WORK = 8;

/** Bytes that may be looked at beside twice those that came: the first pieces of a body are looked at however small they are. */
const FREE = 128 * 1024;

/**
 * Tells, while a body arrives, whether a finding stands that no later byte takes away. Each look is at the new bytes and a few before
 * them; what is found there is confirmed by a scan of all that came, so that who stops reading then has it in the result. All looks
 * together cost a fixed multiple of the body, whatever its pieces. It may miss what the scan of the whole finds.
 */
export class Lookout {
  readonly #settings: LookoutSettings;
  readonly #isCoded: boolean;
  #stands = false;
  #hasReadHead = false;
  #hasReadCut = false;
  /** Bytes of body that were looked at. */
  #seen = 0;
  #spent = 0;
  /** Length of the body from which on a find is worth a scan of all. */
  #confirmFrom = 0;

  constructor(settings: LookoutSettings) {
    this.#settings = settings;
    this.#isCoded = isCoded(settings.head.headers);
  }

  /** `isWhole`: false when bytes of the body are known to be lost. */
  look(body: KeptBody, isWhole: boolean): boolean {
    this.#stands ||= !isWhole || this.#standsInHead() || (body.isCut ? this.#standsInCut(body) : this.#standsIn(body));
    return this.#stands;
  }

  /** What was found in the head stays, but for a budget that grows with the body. */
  #standsInHead(): boolean {
    if (this.#hasReadHead) return false;
    this.#hasReadHead = true;
    return this.#settings.scan(this.#settings.head).findings.some(isForGood);
  }

  /** Nothing that comes after the limit is read, so all but the digest is as it will be. */
  #standsInCut(body: KeptBody): boolean {
    const { head, scan, mayApproveDigests } = this.#settings;
    if (!mayApproveDigests) return true;
    if (this.#hasReadCut) return false;
    this.#hasReadCut = true;
    return scan({ ...head, body: body.body() }).findings.some(isForGood);
  }

  #standsIn(kept: KeptBody): boolean {
    const body = kept.body();
    const window = body.subarray(Math.max(0, this.#seen - OVERLAP));
    const cost = window.length + LOOK_COST;
    if (this.#isCoded || body.length === this.#seen || this.#spent + cost > FREE + 2 * body.length) return false;
    this.#spent += cost;
    this.#seen = body.length;
    const { head, scan } = this.#settings;
    if (!this.#anyStands(scan({ method: "", url: "", body: window }, WORK * cost), window)) return false;
    if (body.length < this.#confirmFrom) return false;
    this.#confirmFrom = 2 * body.length;
    return this.#anyStands(scan({ ...head, body }, WORK * (body.length + LOOK_COST)), body);
  }

  #anyStands({ findings }: ScanResult, body: Buffer): boolean {
    return findings.some((finding) => this.#isOver(finding, body));
  }

  /**
   * Whether a finding in the beginning of a body is one in the whole. What ended long ago is. Of what ended just now, a token as it stands
   * is, where nothing is approved, if a byte follows that neither continues it nor begins a code that could; or if its shape has no room
   * for more.
   */
  #isOver({ kind, detector, location }: Finding, body: Buffer): boolean {
    if (kind !== "secret" || location.surface !== "body") return false;
    if (location.end + SETTLED <= body.length) return true;
    if (this.#settings.hasApprovals()) return false;
    const own = location.decoded.length === 0 ? this.#compiled(detector) : undefined;
    if (own === undefined || own.words.length > 0 || own.detector.locate !== undefined || own.hasToken) return false;
    if (location.end - location.start === own.width.max) return true;
    const next = body[location.end];
    return next !== undefined && ENDS[next] === 1 && own.alphabet[next] === 0;
  }

  #compiled(id: string): CompiledDetector | undefined {
    return compileDetectors(this.#settings.detectors).all.find(({ detector }) => detector.id === id);
  }
}

/** The same options with no more work than `workBytes`, where that is given. */
export function limitWork(options: ScanOptions | undefined, workBytes: number | undefined): ScanOptions | undefined {
  if (workBytes === undefined) return options;
  const limits = options?.limits;
  return { ...options, limits: { ...limits, workBytes: Math.min(limits?.workBytes ?? workBytes, workBytes) } };
}

/** So far behind the last byte, what was decoded or what stands by its context will not change any more. */
const SETTLED = 1024;

/** Bytes that stand in no code of a character and in no joint of a token but between its pieces, of which then none is a token itself. */
const ENDS: Uint8Array = byteSet(" \t\n\"',)]}");

function isForGood({ kind, approvable }: Finding): boolean {
  return kind === "secret" || !approvable;
}

/** Whether a content coding is declared: then the bytes mean nothing until all of them are there. So too when that cannot be read. */
function isCoded(headers: HeaderPairs | undefined): boolean {
  try {
    return [...((headers ?? []) as Iterable<readonly [string, unknown]>)].some(
      ([name, value]) => name.toLowerCase() === "content-encoding" && !/^\s*(?:identity)?\s*$/i.test(String(value)),
    );
  } catch {
    return true;
  }
}
