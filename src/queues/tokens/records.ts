import { createHmac, timingSafeEqual } from "node:crypto";
import { ConfigurationError } from "../../errors.js";
import { checkedGrant } from "../../grants.js";
import type { TokenGrant } from "../../types.js";

/** One grant of one value: what is sealed in a record. */
export interface GrantRecord {
  readonly id: string;
  /** The value's keyed hash, in hexadecimal. */
  readonly hash: string;
  readonly grant: TokenGrant;
  /** ISO 8601, by the clock of the proxy that added it. */
  readonly addedAt: string;
}

/** Two keys, so that neither use of the shared key says anything about the other. */
export interface TokenKeys {
  /** Names values. */
  readonly names: Uint8Array;
  /** Seals records: who can write on the server, but has no key, can make no approval and widen none. */
  readonly seals: Uint8Array;
}

const KEY_BYTES = 32;
const MOST_KEY_BYTES = 1_024;

/** Longest record that is read, in UTF-16 code units. */
const RECORD_LENGTH = 8_192;

/** How far the clocks of two proxies may be apart, in milliseconds, before one ends the other's grants early. */
const SKEW_MS = 60_000;

/** Throws ConfigurationError, which does not quote the key. */
export function tokenKeys(key: Uint8Array | string): TokenKeys {
  const bytes = bytesOf(key);
  if (bytes === undefined || bytes.length < KEY_BYTES || bytes.length > MOST_KEY_BYTES) {
    throw new ConfigurationError(
      "key must be 32 random bytes or more, or such bytes in base64, and the same for all proxies: openssl rand -base64 32",
    );
  }
  const derive = (use: string): Uint8Array =>
    createHmac("sha256", bytes).update(`outbound-dlp tokens: ${use}`).digest();
  return { names: derive("names"), seals: derive("seals") };
}

function bytesOf(key: unknown): Uint8Array | undefined {
  if (key instanceof Uint8Array) return Uint8Array.from(key);
  // Either alphabet, with its padding or without.
  return typeof key === "string" && /^[A-Za-z0-9+/_-]+={0,2}$/.test(key) ? Buffer.from(key, "base64") : undefined;
}

export function sealGrant(seals: Uint8Array, { id, hash, grant, addedAt }: GrantRecord): string {
  const json = JSON.stringify({ version: 1, id, hash, grant, addedAt });
  return `${mac(seals, json).toString("base64url")}.${json}`;
}

/** The grant in `record`; undefined for what was not sealed with this key for this id, or has run out by this machine's clock. */
export function openGrant(seals: Uint8Array, id: string, record: string): GrantRecord | undefined {
  const dot = record.indexOf(".");
  if (dot < 0 || record.length > RECORD_LENGTH) return undefined;
  const json = record.slice(dot + 1);
  const [given, own] = [Buffer.from(record.slice(0, dot), "base64url"), mac(seals, json)];
  if (given.length !== own.length || !timingSafeEqual(given, own)) return undefined;
  const sealed = JSON.parse(json) as GrantRecord & { readonly version: unknown };
  if (sealed.version !== 1 || sealed.id !== id) return undefined;
  const grant = checkedGrant(sealed.grant);
  const end = Date.parse(sealed.addedAt) + (grant.ttlSeconds ?? Number.POSITIVE_INFINITY) * 1_000;
  return Date.now() < end + SKEW_MS ? { id, hash: sealed.hash, grant, addedAt: sealed.addedAt } : undefined;
}

function mac(seals: Uint8Array, json: string): Buffer {
  return createHmac("sha256", seals).update(json).digest();
}
