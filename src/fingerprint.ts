import { createHmac } from "node:crypto";
import type { SafeTokens } from "./types.js";

/**
 * Fingerprints of values: keyed hashes, so that a person can tell two values apart, and find a value again in a list, while
 * nobody without the key can try guesses against one.
 */

/** Names a value; the same value has the same name for the life of the key. */
export type Fingerprint = (value: string) => string;

const published = new WeakMap<SafeTokens, Fingerprint>();

/** HMAC-SHA256 (RFC 2104) in hexadecimal. UTF-16 code units are hashed, so that no two strings fall together. */
export function keyedHash(key: Uint8Array, value: string): string {
  return createHmac("sha256", key).update(value, "utf16le").digest("hex");
}

/**
 * The first 64 bits of a keyed hash in groups of four, such as "9f86:d081:884c:7d65". The groups keep every run of hexadecimal
 * digits so short that it cannot, by chance, read like a piece of a secret that is itself hexadecimal.
 */
export function shortFingerprint(hash: string): string {
  return hash.slice(0, 16).replace(/(?<=.)(?=(?:.{4})+$)/g, ":");
}

/** Fingerprints under `key`. */
export function createFingerprint(key: Uint8Array): Fingerprint {
  return (value) => shortFingerprint(keyedHash(key, value));
}

/** Lets a guard name a value as `store.list()` will, before the value is in the store. A store calls it once, when it is made. */
export function publishFingerprint(store: SafeTokens, fingerprint: Fingerprint): void {
  published.set(store, fingerprint);
}

/** What the store published; `undefined` for a store from elsewhere, whose fingerprints only its own list shows. */
export function fingerprintOf(store: SafeTokens): Fingerprint | undefined {
  return published.get(store);
}
