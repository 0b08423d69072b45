import type { QueueError } from "../../errors.js";
import type { AuditLine } from "../file/envelopes.js";

/** One proposal on its way to the server. */
export interface Submission {
  readonly id: string;
  /** The proposal as JSON. */
  readonly json: string;
  /** The proxy's `answerKeys` as JSON; "" where answers need no signature. */
  readonly answerKeys: string;
  /** How long the server keeps it, in milliseconds on the server's clock. */
  readonly keepMs: number;
}

/** A proposal as the server has it. */
export interface StoredProposal {
  /** The proxy that asks. */
  readonly boot: string;
  /** JSON, as it was submitted: not to be believed before it is read by `parseStored`. */
  readonly json: string;
  readonly answerKeys: string;
}

/** What the server has for a proposal that somebody waits for. */
export type Reading =
  | { readonly state: "answered"; readonly record: string }
  /** An answer that is too long, or of a kind that no desk writes. */
  | { readonly state: "malformed" }
  | { readonly state: "waiting" }
  /** There is no such proposal of this boot: the server lost it, or cleaned up while this proxy was cut off. */
  | { readonly state: "missing" };

/** A desk's call, as the server has it: not to be believed before it is parsed. */
export interface StoredCall {
  readonly id: string;
  readonly json: string;
}

/** One decision on its way to the server. */
export interface Decision {
  readonly id: string;
  /** The proxy that asked: an answer is given to no other. */
  readonly boot: string;
  /** What the proxy reads; holds a random id, so that the same call made twice is known as one. */
  readonly record: string;
  readonly audit: AuditLine;
  readonly signature: string | undefined;
}

export type Outcome = "recorded" | "already-decided" | "gone";

/**
 * "answers": with the id of a proposal of ours. "calls": a desk calls. "changes": something that an operator sees.
 * Undefined: something may have been missed.
 */
export type Topic = "answers" | "calls" | "changes";
export type Heard = (id: string | undefined) => void;

/** What became of a call that failed. */
export interface Failure {
  /** Says what to do. */
  readonly error: QueueError;
  /** A restart, a failover, a cut line: the same call may succeed soon. */
  readonly isPassing: boolean;
}

/**
 * What a server does for a queue. Each call is one step there, whole or not at all, and may be repeated: who repeats a call
 * whose answer was lost gets the outcome of the first. Calls reject with whatever the client rejects with; `failure` reads it.
 */
export interface QueueStore {
  /** Keeps a proposal and renews the lease of `boot`; `false` when the id is taken. */
  submit(boot: string, submission: Submission): Promise<boolean>;
  /** Renews the lease: without it everything of `boot` counts as gone. */
  beat(boot: string): Promise<void>;
  /** In the order of `ids`. */
  read(boot: string, ids: readonly string[]): Promise<readonly Reading[]>;
  withdraw(boot: string, id: string): Promise<void>;
  /** Ends the lease; no more calls are answered. */
  leave(boot: string): Promise<void>;
  /** Proposals without an answer whose proxy has a lease. */
  pending(): Promise<readonly StoredProposal[]>;
  /** Their ids. */
  pendingIds(): Promise<readonly string[]>;
  find(id: string): Promise<StoredProposal | undefined>;
  /** The first decision about a proposal wins, and is in the audit once this says "recorded". */
  decide(decision: Decision): Promise<Outcome>;
  /** The calls of desks to `boot` that have no reply; also a sign that it answers calls, good for LEASE_MS. */
  calls(boot: string): Promise<readonly StoredCall[]>;
  /** Replies to a call. */
  reply(boot: string, id: string, json: string): Promise<void>;
  /** The proxies that answer calls. */
  callable(): Promise<readonly string[]>;
  /** Leaves a call for `boot`, and tells it. */
  call(boot: string, id: string, json: string, keepMs: number): Promise<void>;
  /** The reply to a call, of at most so many bytes; undefined while there is none. */
  replyTo(id: string, bytes: number): Promise<string | undefined>;
  /** Removes a call and its reply. */
  hangUp(boot: string, id: string): Promise<void>;
  /** Adds a line to the audit; one that is repeated may stand there twice. */
  note(line: AuditLine): Promise<void>;
  /** Whether proxies share an approval of the value with this fingerprint here. */
  isShared(fingerprint: string): Promise<boolean>;
  /** Forgets each of them, for good. */
  revokeShared(fingerprint: string): Promise<void>;
  /** Resolves once `heard` is told of everything from now on, for as long as the store is open; notifications may get lost. */
  listen(topic: Topic, boot: string, heard: Heard): Promise<void>;
  failure(error: unknown): Failure;
  /** A call has hung: drops the connection where it is the store's own. */
  reset(): void;
  /** Ends the store's own connections, not those that it was given. */
  close(): Promise<void>;
}
