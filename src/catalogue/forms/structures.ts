/**
 * Offline proofs that look inside a token: what its base64 holds must be of the kind that the format promises.
 * Like the checksums, each takes the whole token, answers `false` for what it does not understand, and never throws.
 */

import { sample } from "./alphabets.js";

/** RFC 7519: three base64url parts, a header with `alg` other than "none", a payload that is a JSON object, a signature. */
export function isJsonWebToken(token: string): boolean {
  const [header, payload, signature, ...rest] = token.split(".");
  if (!header || !payload || !signature || rest.length > 0) return false;
  const algorithm = parseObject(header)?.alg;
  return typeof algorithm === "string" && algorithm.toLowerCase() !== "none" && parseObject(payload) !== undefined;
}

/** A signed token of nobody's, for examples. */
export function sampleJsonWebToken(): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const payload = { sub: "1234567890", iat: 1_516_239_022 };
  return `${part({ alg: "HS256", typ: "JWT" })}.${part(payload)}.${sample("base64url", 43)}`;
}

/** RFC 7516: five base64url parts, a header with `enc`. */
export function isJsonWebEncryption(token: string): boolean {
  const parts = token.split(".");
  return parts.length === 5 && typeof parseObject(parts[0] ?? "")?.enc === "string";
}

/** Base64 or base64url of a JSON object. */
export function isBase64Json(text: string): boolean {
  return parseObject(text) !== undefined;
}

/** The same behind a mark of four bytes. */
export function holdsBase64JsonBehindMark(token: string): boolean {
  return isBase64Json(token.slice(4));
}

/** https://docs.sentry.io/account/auth-tokens/: the JSON stands between two underscores. */
export function isSentryOrganizationToken(token: string): boolean {
  return isBase64Json(token.slice("sntrys_".length, token.lastIndexOf("_")));
}

function parseObject(base64: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(base64, "base64").toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** RFC 7617: base64 of `user:password` in printable UTF-8. */
export function isBasicCredentials(token: string): boolean {
  const text = Buffer.from(token, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon >= 0 && text.length > 2 && !/[\u0000-\u001f\u007f\ufffd]/.test(text);
}

/** The first part of a Discord bot token is the bot's id, 17 to 20 digits, in base64url. */
export function isDiscordBotToken(token: string): boolean {
  const id = Buffer.from(token.split(".", 1)[0] ?? "", "base64url").toString("latin1");
  return /^\d{17,20}$/.test(id);
}

const LABEL = /-----BEGIN ([A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?)-----/;

/**
 * A private key in PEM armour (RFC 7468, RFC 4716, RFC 9580): the base64 must hold what the label promises. In an encrypted
 * PEM of the old style (RFC 1421, "Proc-Type: 4,ENCRYPTED") it is ciphertext, and only its being base64 is checked.
 */
export function isPrivateKeyArmour(token: string): boolean {
  const label = LABEL.exec(token)?.[1];
  if (label === undefined) return false;
  const text = unescapeLines(token);
  const bytes = Buffer.from(armourBody(text), "base64");
  if (label.startsWith("OPENSSH")) return bytes.toString("latin1", 0, 15) === "openssh-key-v1\0";
  if (label.startsWith("PGP")) return [0x94, 0x95, 0x96, 0x97, 0xc5].includes(bytes[0] ?? 0);
  if (/^Proc-Type: 4,ENCRYPTED/m.test(text)) return bytes.length >= 32;
  return isDerSequence(bytes);
}

/** Line breaks that a string literal or a log left as `\n` and `\r\n`. */
function unescapeLines(token: string): string {
  return token.replace(/(?:\\+r)?\\+n/g, "\n").replace(/\r/g, "");
}

/** The base64 lines between the armour's lines, without headers ("Proc-Type: …") and a PGP checksum ("=abcd"). */
function armourBody(text: string): string {
  const inside = text.replace(/-----(?:BEGIN|END)[^-]*-----/g, "\n");
  const lines = inside.split("\n").map((line) => line.trim().replace(/^\+?\s*["']|["']\s*[+,;\\]*$/g, ""));
  return lines.filter((line) => /^[0-9A-Za-z+/]+={0,2}$/.test(line)).join("");
}

/** DER: a SEQUENCE (0x30) whose length, in short or long form, is that of the rest. */
function isDerSequence(bytes: Buffer): boolean {
  if (bytes[0] !== 0x30 || bytes.length < 16) return false;
  const first = bytes[1] ?? 0;
  if (first < 0x80) return bytes.length === first + 2;
  const width = first - 0x80;
  return width >= 1 && width <= 4 && bytes.length === bytes.readUIntBE(2, width) + 2 + width;
}
