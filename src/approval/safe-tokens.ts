import { randomBytes } from "node:crypto";
import { ConfigurationError } from "../errors.js";
import { keyedHash, publishFingerprint, shortFingerprint } from "../fingerprint.js";
import { checkedGrant, covers, grantToSpend, includes, isLive, type KeptGrant, keepGrant } from "../grants.js";
import type { SafeTokens, TokenGrant, TokenScope } from "../types.js";

/**
 * Approved values for the life of one proxy. A value is kept as its HMAC-SHA256 under a random key that nothing outside the
 * store can read: neither a dump of the list nor a guess gives the value back.
 *
 * One value may have several grants (two hosts, or an approval for one use given twice): each stands by itself, and `list()` has
 * a row for each. A grant that another includes is not kept. `revoke` forgets every grant of a value.
 *
 * @param initial Values approved from the start, for any host and without end. A lone string is one value.
 */
export function createSafeTokens(initial: Iterable<string> = []): SafeTokens {
  const key = randomBytes(32);
  const shelf = new Shelf();
  const store: SafeTokens = {
    has: (value: string, scope?: TokenScope) =>
      typeof value === "string" && shelf.covering(keyedHash(key, value), scope).length > 0,
    add(value: string, grant?: TokenGrant): void {
      if (typeof value !== "string") throw new ConfigurationError("An approved value must be a string.");
      shelf.put(keyedHash(key, value), checkedGrant(grant));
    },
    spend(value: string, scope?: TokenScope): void {
      if (typeof value === "string") shelf.spend(keyedHash(key, value), scope);
    },
    list: () =>
      shelf
        .rows()
        .map(([hash, { grant, addedAt }]) => Object.freeze({ fingerprint: shortFingerprint(hash), grant, addedAt })),
    revoke: (fingerprint: string) => shelf.remove((hash) => shortFingerprint(hash) === fingerprint),
    get size() {
      return shelf.rows().length;
    },
  };
  publishFingerprint(store, (value) => shortFingerprint(keyedHash(key, value)));
  for (const value of typeof initial === "string" ? [initial] : initial) store.add(value);
  return Object.freeze(store);
}

/** Grants by the hash of their value. Dead ones are dropped when they are met, and all of them whenever the shelf has doubled. */
class Shelf {
  readonly #grants = new Map<string, readonly KeptGrant[]>();
  #sweepAt = 64;

  covering(hash: string, scope: TokenScope | undefined): readonly KeptGrant[] {
    return this.#live(hash).filter((kept) => covers(kept, scope));
  }

  put(hash: string, grant: TokenGrant): void {
    const added = keepGrant(grant, performance.now());
    const before = this.#live(hash);
    if (before.some((kept) => includes(kept, added))) return;
    this.#grants.set(hash, [...before.filter((kept) => !includes(added, kept)), added]);
    if (this.#grants.size < this.#sweepAt) return;
    this.rows();
    this.#sweepAt = Math.max(64, 2 * this.#grants.size);
  }

  spend(hash: string, scope: TokenScope | undefined): void {
    const spent = grantToSpend(this.covering(hash, scope));
    if (spent === undefined) return;
    spent.usesLeft -= 1;
    this.#live(hash);
  }

  rows(): readonly (readonly [hash: string, kept: KeptGrant])[] {
    return [...this.#grants.keys()].flatMap((hash) => this.#live(hash).map((kept) => [hash, kept] as const));
  }

  remove(matches: (hash: string) => boolean): boolean {
    const found = this.rows().filter(([hash]) => matches(hash));
    for (const [hash] of found) this.#grants.delete(hash);
    return found.length > 0;
  }

  #live(hash: string): readonly KeptGrant[] {
    const kept = this.#grants.get(hash);
    if (kept === undefined) return [];
    const now = performance.now();
    if (kept.every((grant) => isLive(grant, now))) return kept;
    const live = kept.filter((grant) => isLive(grant, now));
    if (live.length === 0) this.#grants.delete(hash);
    else this.#grants.set(hash, live);
    return live;
  }
}
