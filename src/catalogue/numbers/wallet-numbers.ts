import { base58Check, isBase58Check, isBech32 } from "../../checksums.js";
import { byteTable, type Located, latin1, wordsOf } from "../forms/spans.js";

const BASE58 = byteTable("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz");

function base58Words(
  bytes: Uint8Array,
  runs: readonly number[],
  firsts: Uint8Array,
  least: number,
  most: number,
): readonly Located[] {
  return wordsOf(bytes, runs, least, most).filter(([start, end]) => {
    if (firsts[bytes[start]!] === 0) return false;
    let at = start;
    while (at < end && BASE58[bytes[at]!] === 1) at++;
    return at === end && hasBothCases(bytes, start, end) && isBase58Check(latin1(bytes, start, end));
  });
}

/** Of a hundred million addresses, one has not both; ids in hexadecimal have not. */
function hasBothCases(bytes: Uint8Array, start: number, end: number): boolean {
  let cases = 0;
  for (let at = start; at < end; at++) if (bytes[at]! >= 0x41) cases |= bytes[at]! & 0x20 ? 1 : 2;
  return cases === 3;
}

const WIF_FIRSTS = byteTable("5KL9c");

/** Private keys in the wallet import format: 0x80 (0xef on test networks), 32 bytes, perhaps 0x01, in Base58Check. */
export function locateWifKeys(bytes: Uint8Array, runs: readonly number[]): readonly Located[] {
  return base58Words(bytes, runs, WIF_FIRSTS, 51, 52);
}

const ADDRESS_FIRSTS = byteTable("13");
const BECH32_PREFIX = /^(?:bc1q(?:.{38}|.{58}))$/i;

/** Bitcoin addresses: Base58Check of 21 bytes, or bech32 (BIP 173). */
export function locateBitcoinAddresses(bytes: Uint8Array, runs: readonly number[]): readonly Located[] {
  const old = base58Words(bytes, runs, ADDRESS_FIRSTS, 26, 35);
  const bech32 = wordsOf(bytes, runs, 42, 62).filter(([start, end]) => {
    if ((bytes[start]! | 0x20) !== 0x62) return false;
    const text = latin1(bytes, start, end);
    return BECH32_PREFIX.test(text) && isBech32(text);
  });
  return bech32.length === 0 ? old : [...old, ...bech32].sort((a, b) => a[0] - b[0]);
}

/** A private key in the wallet import format, for examples. */
export function sampleWif(fill: string): string {
  return base58Check(Buffer.concat([Buffer.from([0x80]), Buffer.alloc(32, fill), Buffer.from([1])]));
}

/** A pay-to-public-key-hash address, for examples. */
export function sampleAddress(fill: string): string {
  return base58Check(Buffer.concat([Buffer.from([0]), Buffer.alloc(20, fill)]));
}
