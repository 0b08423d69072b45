/**
 * Offline proofs of token formats: a checksum or a structure that a random string of the same shape would not have.
 *
 * Every proof takes the whole token, returns `false` for anything that it does not understand, and never throws. Some formats
 * are published without saying whether the checksum covers the prefix; there both are accepted (32 bits leave room for that).
 */

import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/** `value` in base 62 (0-9A-Za-z), most significant digit first, padded with zeros to `width`. */
export function base62(value: number, width: number): string {
  let digits = "";
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) digits = BASE62.charAt(rest % 62) + digits;
  return digits.padStart(width, "0");
}

/** RFC 4648 base 32, upper case, without padding. */
export function base32(bytes: Uint8Array): string {
  let text = "";
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32.charAt((buffer >> (bits - 5)) & 31);
  }
  return bits > 0 ? text + BASE32.charAt((buffer << (5 - bits)) & 31) : text;
}

/** The bytes that RFC 4648 base 32 in upper case codes, up to the first character that is none of it. */
export function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const character of text) {
    const digit = BASE32.indexOf(character);
    if (digit < 0) break;
    buffer = ((buffer << 5) | digit) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((buffer >> bits) & 0xff);
  }
  return Buffer.from(bytes);
}

/** CRC-32 (ISO-HDLC) of a text's UTF-8 bytes, as 8 lower-case hexadecimal digits. */
export function crc32Hex(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}

/** CRC-32 in base 62, 6 digits: the last 6 characters of GitHub's and npm's tokens cover the 30 before them. */
export function crc32Base62(text: string): string {
  return base62(crc32(text), 6);
}

/** CRC-32 in base 36, 7 digits: the end of GitLab's routable tokens, over everything before it. */
export function crc32Base36(text: string): string {
  return crc32(text).toString(36).padStart(7, "0");
}

/** CRC-32 as 8 hexadecimal digits, least significant byte first: the end of Grafana's service account tokens. */
export function crc32HexLittleEndian(text: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(crc32(text));
  return bytes.toString("hex");
}

/** First 8 characters of the base 32 SHA-256: what GitHub's fine-grained tokens carry before their last 8 characters. */
export function sha256Base32(text: string): string {
  return base32(createHash("sha256").update(text).digest()).slice(0, 8);
}

/** GitHub `ghp_ gho_ ghu_ ghs_ ghr_` and npm `npm_`: 30 characters, then their CRC-32 in base 62. */
export function hasCrc32Base62(token: string): boolean {
  const body = token.slice(token.indexOf("_") + 1);
  return body.length === 36 && crc32Base62(body.slice(0, 30)) === body.slice(30);
}

/** GitHub `github_pat_`: 8 characters of the SHA-256 of all before them, then 8 more. */
export function isGithubFineGrainedToken(token: string): boolean {
  const end = token.length - 16;
  return end > 0 && sha256Base32(token.slice(0, end)) === token.slice(end, end + 8).toUpperCase();
}

/** GitLab's routable tokens, `PREFIX-payload.01.lengthchecksum` or without the version. */
export function isGitlabRoutableToken(token: string): boolean {
  return token.length > 7 && token.includes(".") && crc32Base36(token.slice(0, -7)) === token.slice(-7);
}

/** Atlassian `ATATT`, `ATCTT` (after the last "=") and `ATBB` (the last 8): CRC-32 in upper-case hexadecimal. */
export function isAtlassianToken(token: string): boolean {
  const body = token.slice(0, -8).replace(/=$/, "");
  const prefix = /^AT(?:[A-Z]{2}T\d?|BB)/.exec(body)?.[0] ?? "";
  return matchesCrc32Hex(token.slice(-8).toLowerCase(), [body, `${body}=`, body.slice(prefix.length)]);
}

/** Grafana `glsa_`: 32 characters, then the CRC-32 of the first 37. */
export function isGrafanaServiceAccountToken(token: string): boolean {
  return token.length === 46 && crc32HexLittleEndian(token.slice(0, 37)) === token.slice(38).toLowerCase();
}

/** Cloudflare `cfk_ cfut_ cfat_` and Zuplo `zpka_`: a body, perhaps "_", then the body's CRC-32 in hexadecimal. */
export function hasCrc32HexSuffix(token: string): boolean {
  const whole = token.slice(0, -8).replace(/_$/, "");
  return matchesCrc32Hex(token.slice(-8).toLowerCase(), [whole.slice(whole.indexOf("_") + 1), whole]);
}

/** Vercel `vcp_` and its siblings: a body, then its CRC-32 in base 62, 6 digits. */
export function isVercelToken(token: string): boolean {
  const whole = token.slice(0, -6);
  const checksum = token.slice(-6);
  return checksum === crc32Base62(whole) || checksum === crc32Base62(whole.slice(whole.indexOf("_") + 1));
}

function matchesCrc32Hex(checksum: string, covered: readonly string[]): boolean {
  return checksum.length === 8 && covered.some((text) => text !== "" && crc32Hex(text) === checksum);
}

/**
 * AWS access key ids since 2019: the base 32 after the 4-letter prefix holds the account's number, 12 digits, behind a set first
 * bit (https://awsteele.com/blog/2020/09/26/aws-access-key-format.html). Older ids hold none.
 */
export function holdsAwsAccount(token: string): boolean {
  let value = 0n;
  for (const char of token.slice(4, 14)) {
    const digit = BASE32.indexOf(char);
    if (digit < 0) return false;
    value = (value << 5n) | BigInt(digit);
  }
  const bits = value >> 2n;
  return (
    token.length === 20 && /^[A-Z2-7]{16}$/.test(token.slice(4)) && bits >> 47n === 1n && accountOf(bits) < 10n ** 12n
  );
}

function accountOf(bits: bigint): bigint {
  return (bits & 0x7fff_ffff_ff80n) >> 7n;
}

/** Bech32 (BIP 173) with its checksum, of any length, all of one case: age's secret keys. */
export function isBech32(token: string): boolean {
  if (token !== token.toLowerCase() && token !== token.toUpperCase()) return false;
  const text = token.toLowerCase();
  const separator = text.lastIndexOf("1");
  const data = [...text.slice(separator + 1)].map((char) => BECH32.indexOf(char));
  if (separator < 1 || data.length < 6 || data.includes(-1)) return false;
  return bech32Polymod([...bech32Expand(text.slice(0, separator)), ...data]) === 1;
}

/** The 6 checksum characters of `body` (lower case) under the human-readable part `prefix`. */
export function bech32Checksum(prefix: string, body: string): string {
  const data = [...body].map((char) => BECH32.indexOf(char));
  const polymod = bech32Polymod([...bech32Expand(prefix), ...data, 0, 0, 0, 0, 0, 0]) ^ 1;
  return [25, 20, 15, 10, 5, 0].map((shift) => BECH32.charAt((polymod >>> shift) & 31)).join("");
}

function bech32Expand(prefix: string): number[] {
  const codes = [...prefix].map((char) => char.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

function bech32Polymod(values: readonly number[]): number {
  const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
  let checksum = 1;
  for (const value of values) {
    const top = checksum >>> 25;
    checksum = ((checksum & 0x1ffffff) << 5) ^ value;
    for (const [bit, factor] of generator.entries()) if ((top >>> bit) & 1) checksum ^= factor;
  }
  return checksum;
}

/** Base58Check: the last 4 bytes are the start of the payload's double SHA-256 (Bitcoin's extended and WIF private keys). */
export function isBase58Check(token: string): boolean {
  const bytes = decodeBase58(token);
  if (bytes === undefined || bytes.length < 5) return false;
  return doubleSha256(bytes.subarray(0, -4)).subarray(0, 4).equals(bytes.subarray(-4));
}

/** `payload` with its checksum, in base 58. */
export function base58Check(payload: Uint8Array): string {
  const bytes = Buffer.concat([payload, doubleSha256(payload).subarray(0, 4)]);
  let text = "";
  for (let rest = BigInt(`0x${bytes.toString("hex")}`); rest > 0n; rest /= 58n)
    text = BASE58.charAt(Number(rest % 58n)) + text;
  return "1".repeat(bytes.findIndex((byte) => byte !== 0)) + text;
}

function doubleSha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(createHash("sha256").update(bytes).digest()).digest();
}

function decodeBase58(text: string): Buffer | undefined {
  if (text.length > 256) return undefined;
  let value = 0n;
  for (const char of text) {
    const digit = BASE58.indexOf(char);
    if (digit < 0) return undefined;
    value = value * 58n + BigInt(digit);
  }
  const hex = value.toString(16);
  const zeros = /^1*/.exec(text)?.[0].length ?? 0;
  return Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex.length % 2 ? `0${hex}` : hex, "hex")]);
}
