import { base58Check, isBase58Check, isBech32 } from "../checksums.js";
import { byteTable, type Located, latin1, wordsOf } from "./spans.js";

const BASE58 = byteTable("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz");

function* base58Words(
  bytes: Uint8Array,
  runs: readonly number[],
  firsts: Uint8Array,
  least: number,
  most: number,
): Generator<Located> {
  for (const [start, end] of wordsOf(bytes, runs, least)) {
    if (end - start > most || firsts[bytes[start]!] === 0) continue;
    let at = start;
    while (at < end && BASE58[bytes[at]!] === 1) at++;
    if (at === end && isBase58Check(latin1(bytes, start, end))) yield [start, end];
  }
}

const WIF_FIRSTS = byteTable("5KL9c");

/** Private keys in the wallet import format: 0x80 (0xef on test networks), 32 bytes, perhaps 0x01, in Base58Check. */
export function locateWifKeys(bytes: Uint8Array, runs: readonly number[]): Generator<Located> {
  return base58Words(bytes, runs, WIF_FIRSTS, 51, 52);
}

const ADDRESS_FIRSTS = byteTable("13");
const BECH32_PREFIX = /^(?:bc1q(?:.{38}|.{58}))$/i;

/** Bitcoin addresses: Base58Check of 21 bytes, or bech32 (BIP 173). */
export function* locateBitcoinAddresses(bytes: Uint8Array, runs: readonly number[]): Generator<Located> {
  const found = [...base58Words(bytes, runs, ADDRESS_FIRSTS, 26, 35)];
  for (const [start, end] of wordsOf(bytes, runs, 42)) {
    if (end - start > 62 || (bytes[start]! | 0x20) !== 0x62) continue;
    const text = latin1(bytes, start, end);
    if (BECH32_PREFIX.test(text) && isBech32(text)) found.push([start, end]);
  }
  yield* found.sort((a, b) => a[0] - b[0]);
}

/** A private key in the wallet import format, for examples. */
export function sampleWif(fill: string): string {
  return base58Check(Buffer.concat([Buffer.from([0x80]), Buffer.alloc(32, fill), Buffer.from([1])]));
}

/** A pay-to-public-key-hash address, for examples. */
export function sampleAddress(fill: string): string {
  return base58Check(Buffer.concat([Buffer.from([0]), Buffer.alloc(20, fill)]));
}
