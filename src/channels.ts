/**
 * What a guard says through node:diagnostics_channel, for counters and logs of one's own. Nothing in a message is a value, or of a request at
 * all but its size. Who subscribes costs a message each; nobody who does, a look.
 */

/** The channels' names, and what each message is. */
export interface GuardMessages {
  /** A guard has scanned a request that arrived, or one that waited (`again`). */
  readonly "outbound-dlp:scan": ScanMessage;
  /** A request begins to wait for a supervisor. */
  readonly "outbound-dlp:held": HeldMessage;
  /** It has ended, with whatever verdict. */
  readonly "outbound-dlp:ended": EndedMessage;
  /** A guard has decided about a request. */
  readonly "outbound-dlp:verdict": VerdictMessage;
  /** What `GuardOptions.onEvent` is called with, of every guard in the process. */
  readonly "outbound-dlp:event": GuardEventMessage;
}

export interface ScanMessage {
  readonly again: boolean;
  readonly durationMs: number;
  /** Bytes of the body. */
  readonly bodyBytes: number;
  readonly verdict: "clear" | "hold";
  /** The ids of the detectors that found something, each once. */
  readonly detectors: readonly string[];
  /** What could not be inspected, such as "content-encoding", each once. */
  readonly uninspectable: readonly string[];
}

export interface HeldMessage {
  /** Requests that wait now, in all guards of the process. */
  readonly waiting: number;
}

export interface EndedMessage extends HeldMessage {
  readonly heldMs: number;
}

export interface VerdictMessage {
  readonly action: "forward" | "deny";
  /** `GuardVerdict.because`. */
  readonly because: string;
  /** From the call to the verdict, a supervisor's time included. */
  readonly durationMs: number;
}

export interface GuardEventMessage {
  readonly type: "held" | "released" | "denied" | "malformed" | "queue-error";
  readonly proposalId?: string;
  readonly because?: string;
}
