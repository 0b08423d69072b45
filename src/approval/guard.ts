import { randomBytes } from "node:crypto";
import { ArrivingBodies, keepArriving } from "../arriving-bodies.js";
import { createFingerprint, fingerprintOf } from "../fingerprint.js";
import { readOptions } from "../scan/index.js";
import type {
  ApprovalQueue,
  CheckCall,
  Denial,
  DenyCause,
  Guard,
  GuardEvent,
  GuardOptions,
  GuardVerdict,
  OutboundRequest,
  RequestHead,
  ScanResult,
} from "../types.js";
import { Destination } from "./destination.js";
import { Gate } from "./gate.js";
import { type GuardSettings, guardSettings } from "./guard-options.js";
import type { Arrival } from "./hold/hold.js";
import { Keeper } from "./hold/keeper.js";
import { deny } from "./messages.js";
import { type OpenSettings, openCheck } from "./open.js";
import { Refresher } from "./refresher.js";
import { createReporter } from "./report/payload.js";
import type { Scanning } from "./scanning.js";
import { bodyBytes, takeSnapshot } from "./snapshot.js";
import { tellEvent, tellVerdict } from "./telemetry.js";

/**
 * Decides for each request whether it may leave; see `Guard`.
 *
 * The guard keeps a request's body by reference until the verdict: what is in it then is what was scanned last, and what the
 * caller must send.
 *
 * @throws ConfigurationError For options that cannot be used, and for nonsense in EGRESS_TOKEN_ALLOW_TIMEOUT_SECONDS.
 */
export function createGuardWith(scanning: Scanning, options: GuardOptions = {}): Guard {
  const entrance = new Entrance(scanning, guardSettings(options));
  const guard = Object.freeze({
    check: (request: OutboundRequest, call?: CheckCall) => tellVerdict(() => entrance.check(request, call)),
    open: (head: RequestHead, call?: CheckCall) => openCheck(entrance.opening, head, call),
    safeTokens: entrance.safeTokens,
    close: () => entrance.close(),
  });
  keepArriving(guard, entrance.arriving);
  return guard;
}

/** Where a request comes in: passes it, denies it, or gives it to the keeper. */
class Entrance {
  readonly #settings: GuardSettings;
  readonly #key = randomBytes(32);
  readonly #gate: Gate;
  readonly #refresher: Refresher;
  /** Absent when supervise is disabled: then nothing can be held. */
  readonly #keeper: Keeper | undefined;
  readonly arriving: ArrivingBodies;
  /** For requests whose body arrives in pieces. */
  readonly opening: OpenSettings;
  readonly #ended = new AbortController();
  #closing: Promise<void> | undefined;

  constructor(scanning: Scanning, settings: GuardSettings) {
    this.#settings = settings;
    readOptions(settings.scanOptions, scanning.detectors); // what no scan takes is told now, and not by denying everything
    this.#gate = new Gate(scanning.scan, settings.safeTokens, settings.scanOptions);
    this.#refresher = new Refresher(settings.safeTokens);
    this.#keeper = this.#makeKeeper(scanning);
    this.arriving = new ArrivingBodies(settings.limits.arrivingBytes, () =>
      tellVerdict(() => this.#deny("overloaded")),
    );
    this.opening = {
      arriving: this.arriving,
      hasApprovals: () => settings.safeTokens.size > 0,
      scanned: () => readOptions(settings.scanOptions, scanning.detectors),
      isClosed: () => this.#closing !== undefined,
      peek:
        this.#keeper === undefined
          ? (request, head, workBytes) => this.#gate.peek(request, this.#destination(head), workBytes)
          : undefined,
      check: (request, call) => this.check(request, call),
      deny: (because) => this.#deny(because),
    };
  }

  get safeTokens(): Guard["safeTokens"] {
    return this.#settings.safeTokens;
  }

  check(request: OutboundRequest, call: CheckCall | undefined): Promise<GuardVerdict> {
    try {
      return this.#check(request, call ?? {});
    } catch {
      return this.#deny("scan-failed");
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#keeper?.close() ?? Promise.resolve();
    this.#ended.abort();
    return this.#closing;
  }

  #check(request: OutboundRequest, call: CheckCall): Promise<GuardVerdict> {
    if (this.#closing !== undefined) return this.#deny("closed");
    return this.#decide(this.#arrival(request, call), false);
  }

  /** @param isRefreshed Whether approvals that other proxies share have been brought for this request. */
  #decide(arrival: Arrival, isRefreshed: boolean): Promise<GuardVerdict> {
    if (this.#closing !== undefined) return this.#deny("closed");
    if (arrival.signal?.aborted) return this.#deny("cancelled");
    const look = this.#gate.look(arrival.request, arrival.destination, false);
    if ("pass" in look) return Promise.resolve(look.pass);
    const result = look.findings;
    if (!this.#gate.isApprovable(result)) return this.#deny("uninspectable", result);
    const refreshing = isRefreshed ? undefined : this.#refresher.refresh(result.findings, arrival.destination);
    if (refreshing !== undefined) {
      const share = this.arriving.share();
      share.keep(arrival.bytes);
      return refreshing
        .finally(() => share.end())
        .then(() => this.#decide(arrival, true))
        .catch(() => this.#deny("scan-failed"));
    }
    if (this.#keeper === undefined) return this.#deny("unsupervised", result);
    const refusal = this.#keeper.refusal(arrival, result);
    return refusal === undefined ? this.#keeper.hold(arrival, result) : this.#deny(refusal, result);
  }

  #arrival(request: OutboundRequest, { signal, client, arrivedAt }: CheckCall): Arrival {
    const now = performance.now();
    const arrived = typeof arrivedAt === "number" && arrivedAt < now ? arrivedAt : now; // NaN, or a time to come: now
    const snapshot = takeSnapshot(request);
    return {
      request: snapshot,
      destination: this.#destination(snapshot),
      bytes: bodyBytes(snapshot),
      client: client === undefined ? undefined : String(client),
      signal: signal ?? undefined,
      deadline: arrived + this.#settings.timeoutMilliseconds,
    };
  }

  #destination({ url }: RequestHead): Destination {
    return new Destination(url, this.#key);
  }

  #makeKeeper(scanning: Scanning): Keeper | undefined {
    const { queue, safeTokens, grant, approvalScope, limits, verifier, scanOptions } = this.#settings;
    if (queue === undefined) return undefined;
    this.#share(queue, safeTokens);
    const fingerprint = fingerprintOf(safeTokens) ?? createFingerprint(this.#key);
    const reach = reachOf(this.#settings);
    return new Keeper({
      gate: this.#gate,
      queue,
      safeTokens,
      grant,
      approvalScope,
      verifier,
      limits,
      denyAgainSeconds: limits.denyAgainSeconds,
      key: this.#key,
      emit: (event) => this.#emit(event),
      reporterFor: (request) => createReporter(scanning, request, scanOptions, { fingerprint, reach }),
    });
  }

  /** A queue that fails here only leaves its desks without a list. */
  #share(queue: ApprovalQueue, safeTokens: Guard["safeTokens"]): void {
    const approvals = {
      list: () => safeTokens.list(),
      revoke: (fingerprint: string) => safeTokens.revoke(fingerprint),
    };
    try {
      queue.shareApprovals?.(approvals, this.#ended.signal);
    } catch {
      this.#emit({ type: "queue-error", because: "share-approvals" });
    }
  }

  #deny(because: DenyCause, result?: ScanResult): Promise<Denial> {
    this.#emit({ type: "denied", because });
    return Promise.resolve(deny(because, result));
  }

  /** Whatever a listener does, it changes nothing here. */
  #emit(event: GuardEvent): void {
    const told = Object.freeze(event);
    tellEvent(told);
    new Promise((resolve) => resolve(this.#settings.onEvent(told))).catch(() => {});
  }
}

/** What an approval allows, to end the sentence "This value may then be sent". */
function reachOf({ approvalScope, grant: { ttlSeconds, uses } }: GuardSettings): string {
  const where = approvalScope === "host" ? "to this host only" : "to any host";
  const until = ttlSeconds === undefined ? "for the life of this proxy" : `for ${ttlSeconds} s`;
  const often = uses === undefined ? "" : uses === 1 ? ", once" : `, ${uses} times`;
  return `${where} ${until}${often}`;
}
