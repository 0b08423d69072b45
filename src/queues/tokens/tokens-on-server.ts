import { ConfigurationError, QueueError } from "../../errors.js";
import { keyedHash, publishFingerprint, shortFingerprint } from "../../fingerprint.js";
import { checkedGrant, covers, grantToSpend, includes, keepGrant } from "../../grants.js";
import type { SafeTokens, TokenGrant, TokenScope, WantedToken } from "../../types.js";
import { attempt, isHung, persist } from "../server/patience.js";
import { randomName } from "../server/records.js";
import { FRESH_MS, LocalCopy, type LocalGrant } from "./local-copy.js";
import { openGrant, sealGrant, type TokenKeys, tokenKeys } from "./records.js";
import { MOST_GRANTS, type StoredGrant, type TokenStore } from "./store.js";

/** How often the server is asked whether anything has changed, in milliseconds: several times while what it said counts. */
const READ_MS = 250;

/** How long the server may be silent before it is connected to anew, in milliseconds, at most: a slow one needs longer than what it says counts. */
const SILENCE_MS = 5_000;

/** How long uses lie here before others may have them, in milliseconds. */
const IDLE_MS = 1_000;

/** No server's state. */
const UNKNOWN = "unknown";

/** Least time that a change is given, in milliseconds, and longest wait for the server when the store closes. */
const LEAST_MS = 100;
const CLOSING_MS = 1_000;

/** Approved values that many proxies share. */
export interface SharedSafeTokens extends SafeTokens {
  refresh(wanted: readonly WantedToken[]): Promise<void>;
  /** Resolves once the server has all that was added and revoked here; rejects with QueueError when it did not take something. */
  settled(): Promise<void>;
  /** Gives back the uses that were not spent, and closes the connections that the store made. Nothing is approved here any longer. */
  close(): Promise<void>;
}

export interface SharedTokensOptions {
  /** 32 random bytes or more, or such bytes in base64; the same for all proxies, and kept from the server. */
  readonly key: Uint8Array | string;
  /** Seconds for which a change outlives the loss of the server. Default 15. */
  readonly patienceSeconds?: number;
}

/** The part of shared approved values that is the same for every server. */
export class TokensOnServer implements SharedSafeTokens {
  readonly #store: TokenStore;
  readonly #keys: TokenKeys;
  readonly #patienceMs: number;
  readonly #copy = new LocalCopy();
  /** Fingerprints revoked here, and when the server had heard of it: Infinity until then. */
  readonly #revoked = new Map<string, number>();
  /** The server's, when it was last read. */
  #state = UNKNOWN;
  /** Since when it has been silent, and for how long it may be: twice as long each time. */
  #silentSince: number | undefined;
  #silenceMs = FRESH_MS;
  /** Changes on their way, one after the other. */
  #writes: Promise<void> = Promise.resolve();
  #failure: unknown;
  #reading: Promise<void> | undefined;
  #listening: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(store: TokenStore, key: Uint8Array | string, patienceMs: number) {
    this.#keys = tokenKeys(key);
    this.#store = store;
    this.#patienceMs = patienceMs;
    publishFingerprint(this, (value) => shortFingerprint(this.#hash(value)));
    this.#arm(0);
  }

  has(value: string, scope?: TokenScope): boolean {
    return typeof value === "string" && this.#usable(value, scope).length > 0;
  }

  add(value: string, grant?: TokenGrant): void {
    if (typeof value !== "string") throw new ConfigurationError("An approved value must be a string.");
    if (this.#isClosed) throw closed();
    const hash = this.#hash(value);
    const kept = keepGrant(checkedGrant(grant), performance.now());
    const before = this.#copy.fresh(hash).filter(({ confirmedAt }) => confirmedAt !== undefined);
    if (before.some((one) => includes(one, kept))) return;
    const included = before.filter((one) => includes(kept, one)).map(({ id }) => id);
    const added = this.#copy.add(randomName(), hash, kept);
    this.#write(async (call) => {
      try {
        await this.#put(call, added);
        if (included.length > 0) await call(() => this.#store.revoke({ ids: included }));
        for (const id of included) this.#copy.remove(id);
      } catch (error) {
        if (added.confirmedAt === undefined) this.#copy.remove(added.id);
        throw error;
      }
    });
  }

  spend(value: string, scope?: TokenScope): void {
    if (typeof value !== "string") return;
    const spent = grantToSpend(this.#usable(value, scope)) as LocalGrant | undefined;
    if (spent !== undefined) this.#copy.spend(spent);
  }

  list(): ReturnType<SafeTokens["list"]> {
    return this.#copy
      .listed()
      .map(({ hash, grant, addedAt }) => Object.freeze({ fingerprint: shortFingerprint(hash), grant, addedAt }));
  }

  revoke(fingerprint: string): boolean {
    if (typeof fingerprint !== "string" || this.#isClosed) return false;
    const isFound = this.#copy.forget(fingerprint);
    this.#revoked.set(fingerprint, Number.POSITIVE_INFINITY);
    this.#write((call) => this.#sayRevoked(call, fingerprint));
    return isFound;
  }

  get size(): number {
    return this.#copy.listed().length;
  }

  async refresh(wanted: readonly WantedToken[]): Promise<void> {
    await this.#readAfterNow();
    const asked = new Set<string>();
    for (const { value, scope } of wanted) {
      const grants = this.#copy.fresh(this.#hash(value)).filter((grant) => covers(grant, scope));
      if (grants.some(({ usesLeft }) => usesLeft === Number.POSITIVE_INFINITY)) continue;
      const counted = grantToSpend(grants.filter(({ serverUses }) => serverUses > 0)) as LocalGrant | undefined;
      if (counted === undefined || asked.has(counted.id)) continue;
      asked.add(counted.id);
      if (await attempt(FRESH_MS, () => this.#store.take(counted.id))) this.#copy.taken(counted);
    }
  }

  async settled(): Promise<void> {
    await this.#writes;
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await attempt(CLOSING_MS, () => this.#writes).catch(() => {});
    await attempt(CLOSING_MS, () => this.#account(0)).catch(() => {});
    this.#copy.clear();
    await attempt(CLOSING_MS, () => this.#store.close()).catch(() => {});
  }

  #hash(value: string): string {
    return keyedHash(this.#keys.names, value);
  }

  #usable(value: string, scope: TokenScope | undefined): readonly LocalGrant[] {
    return this.#copy.fresh(this.#hash(value)).filter((grant) => grant.usesLeft > 0 && covers(grant, scope));
  }

  async #put(call: Call, added: LocalGrant): Promise<void> {
    const { id, hash, grant, addedAt } = added;
    const keepMs = grant.ttlSeconds === undefined ? undefined : Math.ceil(grant.ttlSeconds * 1_000);
    const record = sealGrant(this.#keys.seals, { id, hash, grant, addedAt });
    const fingerprint = shortFingerprint(hash);
    const put = await call(() => this.#store.put({ id, fingerprint, record, keepMs, uses: grant.uses }));
    if (put === "full") throw full();
    this.#copy.confirm(added);
  }

  async #sayRevoked(call: Call, fingerprint: string): Promise<void> {
    await call(() => this.#store.revoke({ fingerprint }));
    this.#revoked.set(fingerprint, performance.now());
  }

  /** Patience counts from now, however many changes come first. */
  #write(work: (call: Call) => Promise<void>): void {
    const end = performance.now() + this.#patienceMs;
    const call: Call = (once) => persist(this.#store, Math.max(end - performance.now(), LEAST_MS), once);
    this.#writes = this.#writes
      .then(() => work(call))
      .catch((error: unknown) => {
        this.#failure ??= error;
      });
  }

  #arm(milliseconds: number): void {
    if (this.#isClosed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#tick(), milliseconds).unref();
  }

  async #tick(): Promise<void> {
    this.#listen();
    await this.#read().catch(() => {}); // what is not heard of stops counting
    await this.#account(IDLE_MS).catch(() => {});
    this.#arm(READ_MS);
  }

  /** Notifications are only a hint: without them each change is read a moment later. */
  #listen(): void {
    if (this.#listening !== undefined) return;
    const heard = (): void => void this.#readAfterNow().catch(() => {});
    const listening = this.#store.listen(heard);
    this.#listening = listening;
    listening.catch(() => {
      if (this.#listening === listening) this.#listening = undefined;
    });
  }

  /** A reading that begins after this call. */
  async #readAfterNow(): Promise<void> {
    await this.#reading?.catch(() => {});
    await this.#read();
  }

  #read(): Promise<void> {
    this.#reading ??= this.#readNow().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readNow(): Promise<void> {
    const askedAt = performance.now();
    try {
      const { state, grants } = await attempt(FRESH_MS, () => this.#store.read(this.#state));
      this.#silentSince = undefined;
      this.#silenceMs = FRESH_MS;
      if (this.#isClosed) return;
      if (grants === undefined) this.#copy.unchanged(askedAt);
      else this.#state = this.#copy.replace(askedAt, this.#opened(askedAt, grants)) ? state : UNKNOWN;
    } catch (error) {
      if (isHung(error)) this.#silent(askedAt);
      throw this.#store.failure(error).error;
    }
    await this.#sayAgain(askedAt);
  }

  /** Connecting anew ends the changes on their way too: where that is done each second, a server that takes longer gets none of them. */
  #silent(since: number): void {
    this.#silentSince ??= since;
    if (performance.now() - this.#silentSince < this.#silenceMs) return;
    this.#silentSince = undefined;
    this.#silenceMs = Math.min(2 * this.#silenceMs, SILENCE_MS);
    this.#store.reset();
  }

  /** What could not be said before. What was said before a reading began stands in it. */
  async #sayAgain(askedAt: number): Promise<void> {
    for (const [fingerprint, saidAt] of [...this.#revoked]) {
      if (saidAt < askedAt) this.#revoked.delete(fingerprint);
      else if (saidAt === Number.POSITIVE_INFINITY) {
        await this.#sayRevoked((once) => attempt(FRESH_MS, once), fingerprint);
      }
    }
  }

  #opened(askedAt: number, grants: readonly StoredGrant[]): Parameters<LocalCopy["replace"]>[1] {
    return grants.flatMap((stored) => {
      const record = openGrant(this.#keys.seals, stored.id, stored.record);
      const revokedAt = record && this.#revoked.get(shortFingerprint(record.hash));
      return record === undefined || (revokedAt ?? Number.NEGATIVE_INFINITY) >= askedAt ? [] : [{ stored, record }];
    });
  }

  /** Once, whatever becomes of it: a use that is lost is asked about, a use that is given twice would let something out. */
  async #account(idleMs: number): Promise<void> {
    for (const { id, uses } of this.#copy.spent()) await attempt(FRESH_MS, () => this.#store.spent(id, uses));
    for (const { id, uses } of this.#copy.idle(idleMs)) await attempt(FRESH_MS, () => this.#store.give(id, uses));
  }
}

/** Makes a call to the server, again while what is wrong may pass. */
type Call = <Result>(once: () => Promise<Result>) => Promise<Result>;

function closed(): QueueError {
  return new QueueError("The store of approved values has been closed: make a new one.");
}

function full(): QueueError {
  return new QueueError(`The server has ${MOST_GRANTS} approved values already: revoke some, or give them an end.`);
}
