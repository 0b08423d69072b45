import { safeKey } from "../safe-key.js";
import { DEFAULT_LIMITS, limitWork } from "../scan/index.js";
import type { GuardVerdict, OutboundRequest, SafeTokens, ScanOptions, ScanResult, TokenScope } from "../types.js";
import type { Destination } from "./destination.js";
import type { Scanner } from "./scanning.js";
import { tellScan } from "./telemetry.js";

/** What a look at a request gives: the verdict that lets it pass, or what stands in its way. */
export type Look = { readonly pass: GuardVerdict } | { readonly findings: ScanResult };

/**
 * The one way out. Each request comes through here: when it arrives, and again after an approval, when what was approved is in the
 * store and nothing else has changed.
 */
export class Gate {
  readonly #scan: Scanner;
  readonly #store: SafeTokens;
  readonly #options: ScanOptions;

  constructor(scan: Scanner, store: SafeTokens, options: ScanOptions) {
    this.#scan = scan;
    this.#store = store;
    this.#options = options;
  }

  /** Scans `request` and, when nothing stands, spends one use of each approval that it needed: all in one turn, so that no two
   *  requests take the same use. Throws when the scan or the store does. */
  look(request: OutboundRequest, destination: Destination, waited: boolean): Look {
    const used = new Map<string, TokenScope>();
    const store = this.#recording(destination, used);
    const result = tellScan(request, waited, () => this.#scan(request, store, this.#options));
    if (result.findings.length > 0) return { findings: result };
    if (result.verdict !== "clear") throw new TypeError("A scan held a request and found nothing in it.");
    for (const [value, scope] of used) this.#store.spend(value, scope);
    const because = waited ? "approved" : result.skipped > 0 ? "remembered" : "clear";
    return { pass: Object.freeze({ action: "forward", because, result }) };
  }

  /**
   * Whether a person can be asked about what a scan found. The scan counts distinct credentials; what could not be inspected is asked
   * about as well, and one request must not bring more reports than the same limit allows.
   */
  isApprovable({ findings }: ScanResult): boolean {
    const asked = new Set(findings.map(({ kind, matched }) => safeKey(kind, matched)));
    const most = this.#options.limits?.findings ?? DEFAULT_LIMITS.findings;
    return asked.size <= most && findings.every((finding) => finding.approvable);
  }

  /** What a scan with at most this much work finds now. Nothing is spent, and nothing passes. */
  peek(request: OutboundRequest, destination: Destination, workBytes: number | undefined): ScanResult {
    return this.#scan(request, this.#recording(destination, new Map()), limitWork(this.#options, workBytes));
  }

  /** The store as the scan sees it: for this host, and with a note of each approval that it found. */
  #recording(destination: Destination, used: Map<string, TokenScope>): SafeTokens {
    const store = this.#store;
    return {
      has(value: string): boolean {
        // Only true is yes: a store of somebody's own whose `has` gives a promise approves nothing.
        const scope = destination.covered((candidate) => store.has(value, candidate) === true);
        if (scope !== undefined) used.set(value, scope);
        return scope !== undefined;
      },
      add: (value, grant) => store.add(value, grant),
      spend: (value, scope) => store.spend(value, scope),
      list: () => store.list(),
      revoke: (fingerprint) => store.revoke(fingerprint),
      get size() {
        return store.size;
      },
    };
  }
}
