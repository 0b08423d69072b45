import { shortFingerprint } from "../../fingerprint.js";
import type { KeptGrant } from "../../grants.js";
import type { GrantRecord } from "./records.js";
import type { StoredGrant } from "./store.js";

/** How long what the server has said counts, in milliseconds from when it was asked: a revoke reaches every proxy in this time. */
export const FRESH_MS = 1_000;

/** A grant as this proxy knows it; `usesLeft` are the uses that it has taken from the server and not spent. */
export interface LocalGrant extends KeptGrant {
  readonly id: string;
  readonly hash: string;
  /** On performance.now()'s clock. */
  readonly knownAt: number;
  expiresAt: number;
  /** When the server took it, if it was added here; -Infinity where the server told of it. */
  confirmedAt: number | undefined;
  /** Whether the last reading had it. Only then does a reading that says "nothing has changed" keep it fresh. */
  isSeen: boolean;
  /** Uses that nobody had taken when the server was last read. */
  serverUses: number;
  /** Uses spent here of which the server has not been told. */
  spentUses: number;
  /** When uses were last taken or spent here. */
  touchedAt: number;
}

/** A stored grant with its opened record. */
export interface ReadGrant {
  readonly stored: StoredGrant;
  readonly record: GrantRecord;
}

/** What this proxy knows of the server's grants. Nothing in it counts for longer than FRESH_MS after it was heard. */
export class LocalCopy {
  readonly #byId = new Map<string, LocalGrant>();
  readonly #byHash = new Map<string, Set<LocalGrant>>();
  /** When the last successful reading was asked for. */
  #readAt = Number.NEGATIVE_INFINITY;

  add(id: string, hash: string, kept: KeptGrant): LocalGrant {
    const now = performance.now();
    const state = { confirmedAt: undefined, isSeen: false, serverUses: 0, spentUses: 0, touchedAt: now };
    return this.#keep({ ...kept, ...state, id, hash, knownAt: now });
  }

  /** The server has taken `grant`. */
  confirm(grant: LocalGrant): void {
    grant.confirmedAt = performance.now();
  }

  /** Nothing has changed since the last reading. */
  unchanged(askedAt: number): void {
    this.#readAt = askedAt;
  }

  /** `grants` are all that there are, but for what was added here in the meantime: `false` when some of that is missing. */
  replace(askedAt: number, grants: readonly ReadGrant[]): boolean {
    this.#readAt = askedAt;
    let isWhole = true;
    const seen = new Set(grants.map((one) => this.#update(askedAt, one)));
    for (const known of [...this.#byId.values()]) {
      if (seen.has(known)) continue;
      known.isSeen = false;
      if (known.confirmedAt !== undefined && known.confirmedAt < askedAt) this.remove(known.id);
      else isWhole = false;
    }
    return isWhole;
  }

  /** Those of a value that count now, counted ones without a use here among them. */
  fresh(hash: string): readonly LocalGrant[] {
    const now = performance.now();
    return [...(this.#byHash.get(hash) ?? [])].filter((grant) => {
      const heardAt = grant.isSeen ? this.#readAt : grant.knownAt;
      return now < grant.expiresAt && now < heardAt + FRESH_MS;
    });
  }

  /** Those with a use left here or on the server. */
  listed(): readonly LocalGrant[] {
    const now = performance.now();
    return [...this.#byId.values()].filter((grant) => now < grant.expiresAt && grant.usesLeft + grant.serverUses > 0);
  }

  spend(grant: LocalGrant): void {
    if (grant.usesLeft === Number.POSITIVE_INFINITY) return;
    grant.usesLeft -= 1;
    grant.spentUses += 1;
    grant.touchedAt = performance.now();
  }

  /** A use came from the server. */
  taken(grant: LocalGrant): void {
    grant.usesLeft += 1;
    grant.touchedAt = performance.now();
  }

  /** Takes uses out that have lain here for `milliseconds`, to be given back. */
  idle(milliseconds: number): readonly { readonly id: string; readonly uses: number }[] {
    const now = performance.now();
    const idle = [...this.#byId.values()].filter(
      ({ usesLeft, touchedAt, confirmedAt }) =>
        usesLeft > 0 && Number.isFinite(usesLeft) && confirmedAt !== undefined && touchedAt + milliseconds <= now,
    );
    return idle.map((grant) => {
      const uses = grant.usesLeft;
      grant.usesLeft = 0;
      return { id: grant.id, uses };
    });
  }

  /** What was spent since this was last asked, of grants that the server has. */
  spent(): readonly { readonly id: string; readonly uses: number }[] {
    const spent = [...this.#byId.values()].filter(
      ({ spentUses, confirmedAt }) => spentUses > 0 && confirmedAt !== undefined,
    );
    return spent.map((grant) => {
      const uses = grant.spentUses;
      grant.spentUses = 0;
      return { id: grant.id, uses };
    });
  }

  remove(id: string): void {
    const grant = this.#byId.get(id);
    if (grant === undefined) return;
    this.#byId.delete(id);
    const same = this.#byHash.get(grant.hash);
    same?.delete(grant);
    if (same?.size === 0) this.#byHash.delete(grant.hash);
  }

  /** Removes every grant with this fingerprint; whether there was one. */
  forget(fingerprint: string): boolean {
    const found = [...this.#byId.values()].filter(({ hash }) => shortFingerprint(hash) === fingerprint);
    for (const { id } of found) this.remove(id);
    return found.length > 0;
  }

  clear(): void {
    this.#byId.clear();
    this.#byHash.clear();
  }

  #update(askedAt: number, { stored, record }: ReadGrant): LocalGrant {
    const { ttlSeconds = Number.POSITIVE_INFINITY, uses } = record.grant;
    const expiresAt = askedAt + Math.min(stored.leftMs ?? Number.POSITIVE_INFINITY, ttlSeconds * 1_000);
    const serverUses = uses === undefined ? 0 : Math.min(stored.usesLeft ?? 0, uses);
    const known = this.#byId.get(record.id) ?? this.#keep(newlyRead(record, askedAt));
    known.expiresAt = Math.min(known.expiresAt, expiresAt);
    known.isSeen = true;
    known.confirmedAt ??= Number.NEGATIVE_INFINITY;
    known.serverUses = serverUses;
    return known;
  }

  #keep(grant: LocalGrant): LocalGrant {
    this.#byId.set(grant.id, grant);
    const same = this.#byHash.get(grant.hash);
    if (same === undefined) this.#byHash.set(grant.hash, new Set([grant]));
    else same.add(grant);
    return grant;
  }
}

function newlyRead({ id, hash, grant, addedAt }: GrantRecord, askedAt: number): LocalGrant {
  return {
    id,
    hash,
    grant,
    addedAt,
    knownAt: askedAt,
    expiresAt: Number.POSITIVE_INFINITY,
    usesLeft: grant.uses === undefined ? Number.POSITIVE_INFINITY : 0,
    confirmedAt: Number.NEGATIVE_INFINITY,
    isSeen: true,
    serverUses: 0,
    spentUses: 0,
    touchedAt: askedAt,
  };
}
