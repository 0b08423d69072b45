import { member } from "./path.js";

const SEMICOLON = 0x3b;
const EQUALS = 0x3d;

/** Longest name of a cookie that is read, in bytes. */
const LONGEST = 256;

/** Whether a header of this name holds cookies; HTTP/2 lets a client send each in a field of its own (RFC 9113, section 8.2.3). */
export function isCookie(name: string): boolean {
  return /^cookie2?$/i.test(name);
}

/** Name of the cookie in whose value `at` stands, in a Cookie header (RFC 6265, section 4.2.1); "" in a name or where there is none. */
export function cookieName(header: Buffer, at: number): string {
  const low = at === 0 ? 0 : header.lastIndexOf(SEMICOLON, at - 1) + 1;
  const equals = header.indexOf(EQUALS, low);
  return equals < 0 || equals >= at ? "" : header.toString("utf8", low, Math.min(equals, low + LONGEST)).trim();
}

/** "cookie.sid" in the value of that name, else "cookie". */
export function cookiePath(header: Buffer, at: number, end: number): string {
  const name = header.subarray(at, end).includes(SEMICOLON) ? "" : cookieName(header, at);
  return name === "" ? "cookie" : `cookie${member(name)}`;
}
