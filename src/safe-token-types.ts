/** Approved values. Re-exported by `types.ts`. */

/** Where an approved value may go: anywhere, or to one host. */
export interface TokenScope {
  /**
   * Lower case, Punycode, with its port unless that is the scheme's own. For what is sent in clear text, unless to this machine itself
   * ("localhost", a loopback address), "http://" stands before it.
   */
  readonly host?: string;
}

/** What an approval allows: where, for how many seconds, for how many forwarded requests. Absent: no such bound. */
export interface TokenGrant {
  readonly scope?: TokenScope;
  readonly ttlSeconds?: number;
  readonly uses?: number;
}

/** Approved values for the life of one proxy, kept as keyed hashes and never as text. */
export interface SafeTokens {
  /** Whether `value` is approved for `scope` now. Never spends a use. */
  has(value: string, scope?: TokenScope): boolean;
  add(value: string, grant?: TokenGrant): void;
  /** Spends one use: a request carrying `value` is forwarded. */
  spend(value: string, scope?: TokenScope): void;
  list(): readonly { readonly fingerprint: string; readonly grant: TokenGrant; readonly addedAt: string }[];
  /** Forgets the approval with this fingerprint; `false` when there is none. */
  revoke(fingerprint: string): boolean;
  readonly size: number;
  /**
   * For a store that many proxies share: brings what others have approved, and takes a use of what is counted. A guard waits for it,
   * half a second at most, before it asks anybody about these values; what it rejects with is ignored.
   */
  refresh?(wanted: readonly WantedToken[]): Promise<void>;
}

/** A value that stands in a request's way, and a scope under which it could be approved. */
export interface WantedToken {
  readonly value: string;
  readonly scope?: TokenScope;
}

/** Approved values: any iterable of strings (a lone string counts as one value), or a store. */
export type SafeTokensLike = Iterable<string> | SafeTokens;
