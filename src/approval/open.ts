import type { ArrivingBodies, Share } from "../arriving-bodies.js";
import { KeptBody } from "../request/index.js";
import { Lookout } from "../scan/index.js";
import type {
  BodyEnd,
  CheckCall,
  DenyCause,
  Detector,
  GuardVerdict,
  OpenCheck,
  OutboundRequest,
  RequestHead,
  ScanResult,
} from "../types.js";
import { takeSnapshot } from "./snapshot.js";
import { tellVerdict } from "./telemetry.js";

/** What a guard gives to the checks that it opens. */
export interface OpenSettings {
  readonly arriving: ArrivingBodies;
  /** Whether any value is approved now. */
  readonly hasApprovals: () => boolean;
  /** Read when a check is opened: it throws for options that no scan takes. */
  readonly scanned: () => { readonly bodyBytes: number; readonly detectors: readonly Detector[] };
  readonly isClosed: () => boolean;
  /** What a scan finds now; absent when a supervisor can be asked about it. */
  readonly peek: ((request: OutboundRequest, head: RequestHead, workBytes?: number) => ScanResult) | undefined;
  readonly check: (request: OutboundRequest, call: CheckCall) => Promise<GuardVerdict>;
  readonly deny: (because: DenyCause) => Promise<GuardVerdict>;
}

/** Opens the check of a request whose body arrives in pieces; see `Guard.open`. Its verdict is that of `check` for what was kept. */
export function openCheck(settings: OpenSettings, head: RequestHead, call: CheckCall | undefined): OpenCheck {
  const { isClosed, deny } = settings;
  const arriving = attempt(() => new Arriving(settings, head, call ?? {}));
  let isFaulty = arriving === undefined;
  let verdict: Promise<GuardVerdict> | undefined;
  return Object.freeze({
    push(chunk: Uint8Array): boolean {
      if (verdict !== undefined || isFaulty || isClosed()) return true;
      const told = attempt(() => arriving?.push(chunk));
      isFaulty = told === undefined;
      return told ?? true;
    },
    finish(end?: BodyEnd): Promise<GuardVerdict> {
      verdict ??= tellVerdict(() => {
        const arrived = isFaulty || isClosed() ? undefined : attempt(() => arriving?.finish(end ?? {}));
        return arrived ?? deny(isClosed() ? "closed" : "scan-failed");
      });
      return verdict;
    },
  });
}

/** A request whose body has not ended yet. Throws where a caller's object does, or a scan. */
class Arriving {
  readonly #bodies: ArrivingBodies;
  readonly #share: Share;
  readonly #check: OpenSettings["check"];
  readonly #head: OutboundRequest;
  readonly #call: CheckCall;
  readonly #lookout: Lookout | undefined;
  #body: KeptBody;
  #isWhole: boolean;
  #isCrowdedOut = false;
  #wasTold = false;

  constructor(
    { arriving, scanned, peek, check, hasApprovals }: OpenSettings,
    given: RequestHead,
    { signal, client, arrivedAt }: CheckCall,
  ) {
    const now = performance.now();
    const head = takeSnapshot(given);
    const { bodyBytes, detectors } = scanned();
    this.#bodies = arriving;
    this.#share = arriving.share(this);
    this.#check = check;
    this.#head = head;
    this.#call = {
      arrivedAt: typeof arrivedAt === "number" && arrivedAt < now ? arrivedAt : now,
      ...(signal === undefined ? {} : { signal }),
      ...(client === undefined ? {} : { client }),
    };
    this.#lookout =
      peek &&
      new Lookout({
        head,
        detectors,
        hasApprovals,
        mayApproveDigests: true,
        scan: (request, workBytes) => peek(request, head, workBytes),
      });
    this.#body = new KeptBody(bodyBytes);
    this.#isWhole = head.bodyComplete !== false;
  }

  push(chunk: Uint8Array): boolean {
    if (this.#isCrowdedOut) return true;
    if (ArrayBuffer.isView(chunk)) this.#keep(chunk);
    else this.#isWhole = false;
    if (this.#isCrowdedOut) return true;
    this.#wasTold ||= !this.#isWhole || this.#lookout?.look(this.#body, this.#isWhole) === true;
    return this.#wasTold || this.#call.signal?.aborted === true;
  }

  finish({ trailers, bodyComplete }: BodyEnd): Promise<GuardVerdict> {
    if (this.#isCrowdedOut) return this.#bodies.refuse();
    const body = this.#letGo();
    body.trim();
    const request: OutboundRequest = {
      ...this.#head,
      body: body.body(),
      bodyComplete: this.#isWhole && bodyComplete !== false,
      ...(trailers === undefined ? {} : { trailers }),
    };
    const verdict = this.#verdict(request, this.#wasTold && bodyComplete !== true);
    this.#share.end();
    return verdict;
  }

  #keep(chunk: Uint8Array): void {
    const before = this.#body.capacity;
    this.#body.push(chunk);
    if (this.#share.take(this.#body.capacity - before)) return;
    this.#isCrowdedOut = true;
    this.#letGo();
  }

  #letGo(): KeptBody {
    const body = this.#body;
    this.#body = new KeptBody(0);
    return body;
  }

  async #verdict(request: OutboundRequest, mayHaveStopped: boolean): Promise<GuardVerdict> {
    const verdict = await this.#check(request, this.#call);
    // What stood was approved meanwhile, but who was told to stop may have stopped.
    const isUnsure = mayHaveStopped && verdict.action !== "deny";
    return isUnsure ? this.#check({ ...request, bodyComplete: false }, this.#call) : verdict;
  }
}

/** What `act` gives; `undefined` when it throws. */
function attempt<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
