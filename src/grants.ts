import { ConfigurationError } from "./errors.js";
import type { TokenGrant, TokenScope } from "./types.js";

/** One approval of one value, as a store keeps it. */
export interface KeptGrant {
  readonly grant: TokenGrant;
  readonly addedAt: string;
  /** On `performance.now()`'s clock, which no change of the wall clock moves; Infinity without a time to live. */
  readonly expiresAt: number;
  usesLeft: number;
}

/** A frozen copy of a grant with its host in lower case, as hosts compare. Throws ConfigurationError for bounds that bound nothing. */
export function checkedGrant(grant: TokenGrant = {}): TokenGrant {
  const { scope, ttlSeconds, uses } = grant;
  if (ttlSeconds !== undefined && !(typeof ttlSeconds === "number" && Number.isFinite(ttlSeconds) && ttlSeconds > 0)) {
    throw new ConfigurationError("A grant's ttlSeconds must be a number above 0; leave it out for no bound.");
  }
  if (uses !== undefined && !(Number.isSafeInteger(uses) && uses > 0)) {
    throw new ConfigurationError("A grant's uses must be a whole number above 0; leave it out for no bound.");
  }
  const host = scope?.host;
  if (host !== undefined && (typeof host !== "string" || host === "")) {
    throw new ConfigurationError("A grant's scope.host must be a host name; leave the scope out for any host.");
  }
  return Object.freeze({
    ...(host === undefined ? {} : { scope: Object.freeze({ host: host.toLowerCase() }) }),
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
    ...(uses === undefined ? {} : { uses }),
  });
}

export function keepGrant(grant: TokenGrant, now: number): KeptGrant {
  const { ttlSeconds = Number.POSITIVE_INFINITY, uses = Number.POSITIVE_INFINITY } = grant;
  return { grant, addedAt: new Date().toISOString(), expiresAt: now + ttlSeconds * 1000, usesLeft: uses };
}

export function isLive(kept: KeptGrant, now: number): boolean {
  return now < kept.expiresAt && kept.usesLeft > 0;
}

/** Whether a grant reaches `scope`. A grant for one host does not reach a scope that names none: that asks for any host. */
export function covers(kept: KeptGrant, scope: TokenScope | undefined): boolean {
  const host = kept.grant.scope?.host;
  return host === undefined || host === scope?.host?.toLowerCase();
}

/** Whether `kept` allows all that `other` does, for as long. */
export function includes(kept: KeptGrant, other: KeptGrant): boolean {
  return (
    kept.usesLeft === Number.POSITIVE_INFINITY && kept.expiresAt >= other.expiresAt && covers(kept, other.grant.scope) // a grant for any host includes one for a host, not the other way about
  );
}

/**
 * The grant that a use is taken from: one without a count if there is one, since it loses nothing; else the narrowest, then the
 * first to expire, then the oldest.
 */
export function grantToSpend(grants: readonly KeptGrant[]): KeptGrant | undefined {
  const rank = (kept: KeptGrant): number =>
    kept.usesLeft === Number.POSITIVE_INFINITY ? 0 : kept.grant.scope?.host === undefined ? 2 : 1;
  return [...grants].sort((one, two) => rank(one) - rank(two) || compare(one.expiresAt, two.expiresAt))[0];
}

function compare(one: number, two: number): number {
  return one === two ? 0 : one - two; // Infinity - Infinity is NaN
}
