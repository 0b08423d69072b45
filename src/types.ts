/**
 * The shapes that every room shares. Types only: importing this file costs nothing at run time.
 */

import type { ApprovedValue, Revocation } from "./approved-value-types.js";
import type { KnownSecrets } from "./known-secret-types.js";
import type { LocatedValue, LocateHints, TextFeature } from "./locate-types.js";
import type { SafeTokens, TokenGrant } from "./safe-token-types.js";

export type { AnswerKeyPair } from "./answer-key-types.js";
export type { ApprovedValue, Revocation } from "./approved-value-types.js";
export type { KnownSecrets } from "./known-secret-types.js";
export type { LocatedValue, LocateHints, TextFeature, Told } from "./locate-types.js";
export type { SafeTokens, SafeTokensLike, TokenGrant, TokenScope, WantedToken } from "./safe-token-types.js";

/** Headers in wire order with duplicates kept, or a record as Node's `IncomingMessage.headers` gives it. */
export type HeaderPairs =
  | Iterable<readonly [name: string, value: string]>
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** One request about to leave: plain data, so that any proxy can build it. */
export interface OutboundRequest {
  readonly method: string;
  /** Absolute URL, or "host:port" for CONNECT (RFC 9112, section 3.2). One that does not parse is scanned as raw text. */
  readonly url: string;
  readonly headers?: HeaderPairs;
  /** The body's wire bytes, content codings still applied. A string is its UTF-8 bytes. */
  readonly body?: Uint8Array | string | null;
  /** `false`: the body was cut short or could not be read; that is a finding that nobody can approve. Default `true`. */
  readonly bodyComplete?: boolean;
  /** Trailer fields (RFC 9110, section 6.5). */
  readonly trailers?: HeaderPairs;
}

/** A request without its body: what is known when the body begins. */
export type RequestHead = Omit<OutboundRequest, "body" | "trailers">;

/** What is known when a body has ended. */
export interface BodyEnd {
  readonly trailers?: HeaderPairs;
  /** As `OutboundRequest.bodyComplete`; `false` here or in the head counts. */
  readonly bodyComplete?: boolean;
}

/** Which part of a request a finding stands in; "text" for `scanText`. */
export type SurfaceKind = "method" | "url" | "header" | "body" | "trailer" | "text";

/** Where a finding stands. Safe to show once redacted: a path can quote the request. */
export interface Location {
  readonly surface: SurfaceKind;
  /** Where in the surface: a header's name, "query.key", "$.messages[0].content", "part[2].filename". */
  readonly path: string;
  /** Decoders passed, outermost first, such as ["gzip", "json-string", "base64"]. Empty: the value stands in the wire bytes. */
  readonly decoded: readonly string[];
  /** Byte offset, in the surface's wire bytes, of the smallest run whose decoding contains the value. */
  readonly start: number;
  /** Byte offset after that run. */
  readonly end: number;
}

/** How sure a finding is. "verified": an offline checksum or structure proves the format. */
export type Confidence = "verified" | "high" | "medium" | "low";

/** One credential, or one thing that could not be inspected. */
export interface Finding {
  /** The detector's id, such as "github-personal-access-token"; for "uninspectable", what could not be inspected. */
  readonly detector: string;
  readonly kind: "secret" | "uninspectable";
  /** One plain sentence, safe to show: it quotes nothing of the value. */
  readonly reason: string;
  readonly confidence: Confidence;
  /** `false`: no approval can let it pass. */
  readonly approvable: boolean;
  readonly location: Location;
  /**
   * The value, decoded; for "uninspectable", `sha256:<hex>` of the surface's wire bytes. SIDECAR ONLY: a getter behind a
   * WeakMap, absent from every print, copy and serialisation of the finding.
   */
  readonly matched: string;
}

/** What a scan found. */
export interface ScanResult {
  /** "clear": nothing stands. "hold": `findings` has at least one. */
  readonly verdict: "clear" | "hold";
  /** In wire order: method, URL, headers, body, trailers. A value that occurs twice is two findings. */
  readonly findings: readonly Finding[];
  /** How many findings were skipped because their value is safe. */
  readonly skipped: number;
  /** Containers that passed with only their raw bytes scanned. */
  readonly unread: readonly { readonly type: string; readonly location: Location }[];
  /** The first finding's `matched`. SIDECAR ONLY, as there. */
  readonly matched: string | undefined;
}

/**
 * The scan of one request whose body arrives in pieces. Its memory is bounded by `limits.bodyBytes`, and its result is that of
 * `scanOutbound` for the whole, however the body is cut.
 */
export interface Scan {
  /**
   * Takes the next bytes of the body, content codings still applied, and copies what it keeps. `true` once a finding stands that no later
   * byte takes away, in the head or in the body so far; `false` says nothing: what is encoded, or has not ended yet, is told by `finish`.
   *
   * The caller may stop reading after `true`, and must not send the request on then: the result of `finish` covers what was pushed alone.
   * @throws OutboundDlpError (SCAN_FINISHED) after `finish`; else what `scanOutbound` throws.
   */
  push(chunk: Uint8Array): boolean;
  /** Scans all that was pushed. Once for each scan. @throws OutboundDlpError (SCAN_FINISHED) the second time; else as `scanOutbound`. */
  finish(end?: BodyEnd): ScanResult;
}

/** Bounds of one scan. Whatever exceeds one is a finding of kind "uninspectable". */
export interface ScanLimits {
  /** Bytes of body that are read. Default 8 MiB. */
  bodyBytes: number;
  /** Decoders applied on top of each other. Default 4. */
  viewDepth: number;
  /** Bytes of decoding work. Default 8 × the request's bytes + 1 MiB, or 12 × + 512 KiB where that is more. */
  workBytes: number;
  /** Distinct unsafe values; one more and the request cannot be approved. A guard counts what could not be inspected too. Default 64. */
  findings: number;
}

/** How to scan. */
export interface ScanOptions {
  /** Default: the whole catalogue. */
  readonly detectors?: readonly Detector[];
  readonly limits?: Partial<ScanLimits>;
  /** Weaker findings of kind "secret" are not reported. Default "medium". */
  readonly minConfidence?: Confidence;
  /**
   * "hold" (default): a credential on its way to its issuer is a finding too. "trust-issuer": in a carrier that the issuer documents, over
   * https, to the issuer's host, it is none; a known secret is.
   */
  readonly issuerTraffic?: "hold" | "trust-issuer";
  /** More hosts of an issuer (self-hosted), by the detectors' `service`: exact host names. */
  readonly issuerHosts?: Readonly<Record<string, readonly string[]>>;
  /**
   * Media types of containers that may pass with only their raw bytes scanned, such as "application/pdf", where the bytes are of that
   * type; they are listed in `ScanResult.unread`. A secret inside one leaves unseen. Default: none.
   */
  readonly opaqueTypes?: readonly string[];
  /** The operator's own values, by `createKnownSecrets`: found exactly, in every view, whatever they look like. Default: none. */
  readonly knownSecrets?: KnownSecrets;
}

/** A credential's format as data: one entry of the catalogue, or one of the user's own. */
export interface Detector {
  /** Lower-case words joined by hyphens, unique in a list of detectors. */
  readonly id: string;
  readonly service: string;
  readonly title: string;
  /** Fixed strings, at least one of which is in every match. Empty only together with `context` or `locate`. */
  readonly literals: readonly string[];
  /**
   * RE2 pattern of the bare token: no flags, no boundaries. With a group named `token`, that group is the value, the rest
   * must stand round it, and flags and boundaries are allowed.
   */
  readonly shape: string;
  /** For a token with no fixed mark: words of which one must stand, in any case, at most `within` bytes away or in the value's name. */
  readonly context?: { readonly words: readonly [string, ...string[]]; readonly within: number };
  /** Least Shannon entropy of the value, in bits per character. */
  readonly minEntropyBits?: number;
  /** Confidence of a match without proof. Default "high" with literals, "medium" with context. */
  readonly confidence?: "high" | "medium" | "low";
  /** Offline proof (checksum, structure): `true` raises confidence to "verified", `false` lowers it to "medium". Must not throw. */
  readonly verify?: (token: string) => boolean;
  /**
   * For a value that its surroundings or its structure tell (a password behind its name, a card number): where such values stand in a
   * text, in order. `runs`: the text's runs of at least 16 letters, digits and `+/_-`, as start, end, start, end. Each must fill `shape`,
   * and gives way to every other detector's match that it overlaps. With `literals`, it is asked only about texts that hold one of them
   * or that have a name. Must not throw; its work must be linear in the bytes.
   */
  readonly locate?: (bytes: Uint8Array, runs: readonly number[], hints: LocateHints) => Iterable<LocatedValue>;
  /**
   * What a text has in which `locate` finds anything, without `literals`: it is not asked about texts that have nothing of it, and with
   * "value-runs" is given those runs alone. Left out: it is asked about every text, and given every run.
   */
  readonly locatesIn?: readonly TextFeature[];
  /** What `locate` takes for each of its marks from the scan's budget, in bytes of work; left out: 96, for what reads round it as text. */
  readonly markCost?: number;
  /** The issuer's own hosts, and where they take the credential: `header NAME`, `header NAME: SCHEME`, `query NAME`, `basic auth`. */
  readonly issuer?: { readonly hosts: readonly string[]; readonly carriers: readonly string[] };
  /** Whole texts in which the detector finds its token. */
  readonly examples: readonly [string, ...string[]];
  /** Whole texts in which it does not. */
  readonly counterExamples: readonly [string, ...string[]];
}

/** What the supervisor is shown. Printable and bounded strings; nothing of the value but its public prefix and length. */
export interface TokenAllowPayload {
  readonly tool: "egress-token-allow";
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly detector: string;
  readonly reason: string;
  readonly context: string;
  /** Keyed hash of the value: the same value has the same fingerprint for the life of one proxy. */
  readonly fingerprint: string;
  readonly location: Location;
  /** The whole report as a terminal shows it: printable characters and line feeds, at most 16 KiB. */
  readonly text: string;
}

/** One question to the supervisor. */
export interface Proposal {
  /** Random, made by the proxy. */
  readonly id: string;
  /** "egress-token-allow" for all that this package makes; a supervisor may carry other tools in the same queue. */
  readonly tool: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** ISO 8601; for people. The guard itself counts on a monotonic clock. */
  readonly expiresAt: string;
  readonly payload: TokenAllowPayload;
}

/** The only two answers. An approval needs a reason of 1 to 1,000 characters with something visible in it. */
export type SupervisorAnswer =
  | {
      readonly id: string;
      readonly verdict: "approve";
      readonly reason: string;
      readonly operator?: string;
      readonly signature?: string;
    }
  | {
      readonly id: string;
      readonly verdict: "reject";
      readonly reason?: string;
      readonly operator?: string;
      readonly signature?: string;
    };

/** The proxy's side of a queue. Small on purpose: a user writes one for their own system in a page of code. */
export interface ApprovalQueue {
  /** Resolves once the proposal is durable and visible to the operator. */
  submit(proposal: Proposal): Promise<void>;
  /** Resolves with whatever was answered, unvalidated. Rejects when `signal` aborts. Never blocks the event loop. */
  answer(id: string, signal: AbortSignal): Promise<unknown>;
  /** The wait is over: later answers are inert. */
  withdraw(id: string, why: "settled" | "expired" | "cancelled"): Promise<void>;
  /** Optional. Lets desks list and revoke what a guard remembers, until `signal` aborts. Each guard calls it once; it does not throw. */
  shareApprovals?(approvals: Pick<SafeTokens, "list" | "revoke">, signal: AbortSignal): void;
  /** Optional. For health checks: resolves when a proposal could be kept now; rejects with QueueError, which says why, when not. */
  probe?(): Promise<void>;
}

/** What a queue may be told of the proxy that uses it. */
export interface QueueOptions {
  /** The guard's `answerKeys`: desks then refuse what the guard would not take, instead of recording it as the first answer. */
  readonly answerKeys?: readonly string[];
}

/** The operator's side of a queue; a terminal, a web page or a chat bot drives it. The first valid answer wins. */
export interface SupervisorDesk {
  pending(): Promise<readonly Proposal[]>;
  /**
   * Rejects with AnswerError, and records nothing, when the answer is malformed. "gone": withdrawn, or its proxy has died, or what stands
   * under its id reads otherwise than it was shown.
   *
   * @param shown The proposal as the person who decides was shown it. Default: as this desk listed it last, where it has.
   */
  decide(answer: SupervisorAnswer, shown?: Proposal): Promise<"recorded" | "already-decided" | "gone">;
  /** One step for each change (several may fall together); ends quietly when `signal` aborts. */
  changes(signal: AbortSignal): AsyncIterable<void>;
  /** Optional. What the guards behind this queue have approved and remember now, oldest first. */
  approved?(): Promise<readonly ApprovedValue[]>;
  /**
   * Optional. Makes every guard behind this queue forget a value; the next request that carries it is held again. "revoked": it is
   * forgotten. "unknown": no guard remembers it, nor comes to by an approval that was recorded before. It needs no signature, since it can
   * only take away.
   */
  revoke?(revocation: Revocation): Promise<"revoked" | "unknown">;
}

/** Bounds of what is held, or arrives, at once. Waiters that share a report count too. */
export interface HoldLimits {
  /** Requests. Default 1,000. */
  pending: number;
  /** Bytes of held bodies. Default 256 MiB. */
  pendingBytes: number;
  /** Requests of one `CheckCall.client`. Default 100. */
  pendingPerClient: number;
  /** Seconds in which a rejected value is denied again without a new report. Default 30. */
  denyAgainSeconds: number;
  /** Bytes of bodies that are being read, by the package's adapters and by `Guard.open`. Default 256 MiB. */
  arrivingBytes: number;
}

/** How to guard. */
export interface GuardOptions extends ScanOptions {
  /** Absent: supervise is disabled, and a finding is denied at once. */
  readonly queue?: ApprovalQueue;
  /** Seconds from a request's arrival to its deny. Default: EGRESS_TOKEN_ALLOW_TIMEOUT_SECONDS, else 300. */
  readonly timeoutSeconds?: number;
  readonly safeTokens?: SafeTokens;
  /** Where an approved value may go from then on: to any host (default), or only to the host it was approved for. */
  readonly approvalScope?: "anywhere" | "host";
  /** How long and how often an approval holds. Default: for the life of the guard. */
  readonly grant?: Omit<TokenGrant, "scope">;
  readonly limits?: Partial<ScanLimits & HoldLimits>;
  /**
   * Public keys of those who may answer: Ed25519, 32 bytes in base64url. Given, every answer must carry the signature that one of them
   * made for this proposal (`signAnswer`); any other is malformed, rejections too.
   */
  readonly answerKeys?: readonly string[];
  readonly onEvent?: (event: GuardEvent) => void;
}

/** What the proxy knows of one call. `arrivedAt`: milliseconds on `performance.now()`'s clock. */
export interface CheckCall {
  /** Aborts when the client has gone. */
  readonly signal?: AbortSignal;
  /** Who sends: an address or a name, for `HoldLimits.pendingPerClient`. */
  readonly client?: string;
  readonly arrivedAt?: number;
}

/** Why a request was denied. */
export type DenyCause =
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

/** What to do with a request. */
export type GuardVerdict =
  | {
      readonly action: "forward";
      readonly because: "clear" | "remembered" | "approved";
      readonly result: ScanResult;
    }
  | {
      readonly action: "deny";
      readonly because: DenyCause;
      /** Safe to send to the client: what happened and what to do, and nothing of the value. */
      readonly message: string;
      readonly result: ScanResult | undefined;
    };

/** The verdict on a request that is not sent. */
export type Denial = Extract<GuardVerdict, { readonly action: "deny" }>;

/** What happened in a guard, for logs and counters. Holds nothing of a value. */
export interface GuardEvent {
  readonly type: "held" | "released" | "denied" | "malformed" | "queue-error";
  readonly proposalId?: string;
  readonly because?: string;
}

/** The check of one request whose body arrives in pieces. Nothing here throws or rejects. */
export interface OpenCheck {
  /**
   * Takes the next bytes of the body, content codings still applied, and copies what it keeps. `true`: the request will be denied,
   * whatever follows (its client has gone, the guard has closed, too much arrives at once, or a finding stands and nobody can be asked): stop
   * reading and call `finish`. While a supervisor can approve, it stays `false`, since an approval is about the whole request.
   */
  push(chunk: Uint8Array): boolean;
  /** The verdict on all that was pushed: that of `Guard.check` for the whole. A second call gives the same verdict. */
  finish(end?: BodyEnd): Promise<GuardVerdict>;
}

/** Decides for each request whether it may leave, and waits for the supervisor where it must. */
export interface Guard {
  /** Never rejects: anything that goes wrong is a deny. */
  check(request: OutboundRequest, call?: CheckCall): Promise<GuardVerdict>;
  /**
   * The same for a body that arrives in pieces; the request has arrived when this is called. Keeps the body's first `limits.bodyBytes` for
   * the scan after an approval, and of a longer body its digest: whoever forwards must send every byte that was pushed, and no other, so
   * a body that can be longer must be kept elsewhere (or held back by its client) until the verdict.
   */
  open(head: RequestHead, call?: CheckCall): OpenCheck;
  readonly safeTokens: SafeTokens;
  /** Denies everything held, then resolves; waits for the queue at most a second. After it, everything is denied. */
  close(): Promise<void>;
}
