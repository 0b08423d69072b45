/**
 * The public surface that other programs are written against, as types of its own: what the package exports must fit it both ways. Names and
 * fields here are fixed; what an option of a later version needs is added when it works.
 */

export type HeaderPairs =
  | Iterable<readonly [name: string, value: string]>
  | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface OutboundRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: HeaderPairs;
  readonly body?: Uint8Array | string | null;
  readonly bodyComplete?: boolean;
  readonly trailers?: HeaderPairs;
}

export interface Location {
  readonly surface: "method" | "url" | "header" | "body" | "trailer" | "text";
  readonly path: string;
  readonly decoded: readonly string[];
  readonly start: number;
  readonly end: number;
}

export interface Finding {
  readonly detector: string;
  readonly kind: "secret" | "uninspectable";
  readonly reason: string;
  readonly confidence: "verified" | "high" | "medium" | "low";
  readonly approvable: boolean;
  readonly location: Location;
  readonly matched: string;
}

export interface ScanResult {
  readonly verdict: "clear" | "hold";
  readonly findings: readonly Finding[];
  readonly skipped: number;
  readonly unread: readonly { readonly type: string; readonly location: Location }[];
  readonly matched: string | undefined;
}

export interface ScanLimits {
  bodyBytes: number;
  viewDepth: number;
  workBytes: number;
  findings: number;
}

export interface Detector {
  readonly id: string;
  readonly service: string;
  readonly title: string;
  readonly literals: readonly string[];
  readonly shape: string;
  readonly context?: { readonly words: readonly [string, ...string[]]; readonly within: number };
  readonly minEntropyBits?: number;
  readonly confidence?: "high" | "medium" | "low";
  readonly verify?: (token: string) => boolean;
  readonly issuer?: { readonly hosts: readonly string[]; readonly carriers: readonly string[] };
  readonly examples: readonly [string, ...string[]];
  readonly counterExamples: readonly [string, ...string[]];
}

export interface ScanOptions {
  readonly detectors?: readonly Detector[];
  readonly limits?: Partial<ScanLimits>;
  readonly minConfidence?: "verified" | "high" | "medium" | "low";
  readonly opaqueTypes?: readonly string[];
  readonly issuerTraffic?: "hold" | "trust-issuer";
  readonly issuerHosts?: Readonly<Record<string, readonly string[]>>;
  readonly knownSecrets?: KnownSecrets;
}

export interface KnownSecrets {
  readonly size: number;
}

export interface TokenScope {
  readonly host?: string;
}
export interface TokenGrant {
  readonly scope?: TokenScope;
  readonly ttlSeconds?: number;
  readonly uses?: number;
}
export interface SafeTokens {
  has(value: string, scope?: TokenScope): boolean;
  add(value: string, grant?: TokenGrant): void;
  spend(value: string, scope?: TokenScope): void;
  list(): readonly { readonly fingerprint: string; readonly grant: TokenGrant; readonly addedAt: string }[];
  revoke(fingerprint: string): boolean;
  readonly size: number;
}
export type SafeTokensLike = Iterable<string> | SafeTokens;

export interface Scan {
  push(chunk: Uint8Array): boolean;
  finish(end?: { readonly trailers?: HeaderPairs; readonly bodyComplete?: boolean }): ScanResult;
}

export interface TokenAllowPayload {
  readonly tool: "egress-token-allow";
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly detector: string;
  readonly reason: string;
  readonly context: string;
  readonly fingerprint: string;
  readonly location: Location;
  readonly text: string;
}

export interface Proposal {
  readonly id: string;
  readonly tool: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly payload: TokenAllowPayload;
}

interface Answer {
  readonly id: string;
  readonly operator?: string;
  readonly signature?: string;
}
export type SupervisorAnswer =
  | (Answer & { readonly verdict: "approve"; readonly reason: string })
  | (Answer & { readonly verdict: "reject"; readonly reason?: string });

export interface ApprovalQueue {
  submit(proposal: Proposal): Promise<void>;
  answer(id: string, signal: AbortSignal): Promise<unknown>;
  withdraw(id: string, why: "settled" | "expired" | "cancelled"): Promise<void>;
}

export interface SupervisorDesk {
  pending(): Promise<readonly Proposal[]>;
  decide(answer: SupervisorAnswer): Promise<"recorded" | "already-decided" | "gone">;
  changes(signal: AbortSignal): AsyncIterable<void>;
}

export interface HoldLimits {
  pending: number;
  pendingBytes: number;
  pendingPerClient: number;
  denyAgainSeconds: number;
}

export interface GuardEvent {
  readonly type: "held" | "released" | "denied" | "malformed" | "queue-error";
  readonly proposalId?: string;
  readonly because?: string;
}

export interface GuardOptions extends ScanOptions {
  readonly queue?: ApprovalQueue;
  readonly timeoutSeconds?: number;
  readonly safeTokens?: SafeTokens;
  readonly approvalScope?: "anywhere" | "host";
  readonly grant?: Omit<TokenGrant, "scope">;
  readonly limits?: Partial<ScanLimits & HoldLimits>;
  readonly onEvent?: (event: GuardEvent) => void;
}

export interface CheckCall {
  readonly signal?: AbortSignal;
  readonly client?: string;
  readonly arrivedAt?: number;
}

export type GuardVerdict =
  | {
      readonly action: "forward";
      readonly because: "clear" | "remembered" | "approved";
      readonly result: ScanResult;
    }
  | {
      readonly action: "deny";
      readonly because:
        | "rejected"
        | "timeout"
        | "malformed-answer"
        | "unsupervised"
        | "queue-failed"
        | "overloaded"
        | "denied-before"
        | "uninspectable"
        | "cancelled"
        | "scan-failed"
        | "closed";
      readonly message: string;
      readonly result: ScanResult | undefined;
    };

export interface Guard {
  check(request: OutboundRequest, call?: CheckCall): Promise<GuardVerdict>;
  open(
    head: Omit<OutboundRequest, "body" | "trailers">,
    call?: CheckCall,
  ): {
    push(chunk: Uint8Array): boolean;
    finish(end?: { readonly trailers?: HeaderPairs; readonly bodyComplete?: boolean }): Promise<GuardVerdict>;
  };
  readonly safeTokens: SafeTokens;
  close(): Promise<void>;
}

type ErrorClass = new (...parameters: never) => Error & { readonly code: string };

/** What a program may import. */
export interface Surface {
  scanOutbound(request: OutboundRequest, safeTokens?: SafeTokensLike, options?: ScanOptions): ScanResult;
  scanText(text: string | Uint8Array, safeTokens?: SafeTokensLike, options?: ScanOptions): ScanResult;
  createScan(
    request: Omit<OutboundRequest, "body" | "trailers">,
    safeTokens?: SafeTokensLike,
    options?: ScanOptions,
  ): Scan;
  defineDetector(detector: Detector): Detector;
  createKnownSecrets(entries: Iterable<{ readonly name: string; readonly value: string }>): KnownSecrets;
  readonly catalogue: readonly Detector[];
  createSafeTokens(initial?: Iterable<string>): SafeTokens;
  readonly EGRESS_TOKEN_ALLOW: "egress-token-allow";
  buildTokenAllowPayload(request: OutboundRequest, finding: Finding, options?: ScanOptions): TokenAllowPayload;
  memoryQueue(): ApprovalQueue & SupervisorDesk;
  fileQueue(directory: string): ApprovalQueue & SupervisorDesk;
  createGuard(options?: GuardOptions): Guard;
  readonly OutboundDlpError: ErrorClass;
  readonly EngineUnavailableError: ErrorClass;
  readonly DetectorError: ErrorClass;
  readonly ConfigurationError: ErrorClass;
  readonly AnswerError: ErrorClass;
  readonly QueueError: ErrorClass;
}
