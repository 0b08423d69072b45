import { member } from "./path.js";

const SEMICOLON = 0x3b;
const EQUALS = 0x3d;

/** Longest name of a cookie that is read, in bytes. */
const LONGEST = 256;

/** Whether a header of this name holds cookies; HTTP/2 lets a client send each in a field of its own (RFC 9113, section 8.2.3). */
export function isCookie(name: string): boolean {
  return /^cookie2?$/i.test(name);
}

/** The cookies of a Cookie header (RFC 6265, section 4.2.1). Which pair was looked at last is kept: many places of one are asked about. */
export class CookieNames {
  readonly #header: Buffer;
  /** Where the pair that was looked at last starts and ends, its "=", or -1, and its name. */
  #low = 0;
  #high = -1;
  #equals = -1;
  #name = "";

  constructor(header: Buffer) {
    this.#header = header;
  }

  /** Name of the cookie in whose value `at` stands; "" in a name or where there is none. */
  nameOf(at: number): string {
    if (at < this.#low || at > this.#high) this.#read(at);
    return this.#equals < 0 || this.#equals >= at ? "" : this.#name;
  }

  /** "cookie.sid" in the value of that name, else "cookie". */
  pathOf(at: number, end: number): string {
    const name = this.#header.subarray(at, end).includes(SEMICOLON) ? "" : this.nameOf(at);
    return name === "" ? "cookie" : `cookie${member(name)}`;
  }

  #read(at: number): void {
    const header = this.#header;
    this.#low = at === 0 ? 0 : header.lastIndexOf(SEMICOLON, at - 1) + 1;
    const high = header.indexOf(SEMICOLON, at);
    this.#high = high < 0 ? header.length : high;
    const equals = header.subarray(this.#low, this.#high).indexOf(EQUALS);
    this.#equals = equals < 0 ? -1 : this.#low + equals;
    this.#name =
      equals < 0 ? "" : header.toString("utf8", this.#low, Math.min(this.#equals, this.#low + LONGEST)).trim();
  }
}
