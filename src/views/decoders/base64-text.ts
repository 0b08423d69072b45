import type { Decoded } from "../decoder.js";
import { SourceMap } from "../source-map.js";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Value of a character of base64 or base64url, or -1; 256 entries. */
export const VALUE: Int8Array = new Int8Array(256).fill(-1);
for (let i = 0; i < ALPHABET.length; i++) VALUE[ALPHABET.charCodeAt(i)] = i;
for (const character of "+-") VALUE[character.charCodeAt(0)] = 62;
for (const character of "/_") VALUE[character.charCodeAt(0)] = 63;

/** Characters of base64 without the line breaks between them, and where each line stood. */
export class Base64Text {
  #bytes: Buffer;
  #offset: number;
  #length: number;
  /** Start in the source and number of characters of each line. */
  readonly #lines: number[];

  constructor(bytes: Buffer, start: number, end: number) {
    this.#bytes = bytes;
    this.#offset = start;
    this.#length = end - start;
    this.#lines = [start, end - start];
  }

  get length(): number {
    return this.#length;
  }

  /** Holds the characters from `offset` on. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  get offset(): number {
    return this.#offset;
  }

  get sourceEnd(): number {
    return this.#lines.at(-2)! + this.#lines.at(-1)!;
  }

  /** Where the last line starts in the source. */
  get lastLine(): number {
    return this.#lines.at(-2)!;
  }

  append(bytes: Buffer, from: number, to: number): void {
    if (to <= from) return;
    const needed = this.#length + to - from;
    if (this.#lines.length === 2 || needed > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(256, needed * 2));
      this.#bytes.copy(grown, 0, this.#offset, this.#offset + this.#length);
      this.#bytes = grown;
      this.#offset = 0;
    }
    bytes.copy(this.#bytes, this.#length, from, to);
    this.#length = needed;
    this.#lines.push(from, to - from);
  }

  /** The same without its last line; undefined when it has but one. */
  withoutLastLine(): Base64Text | undefined {
    const count = this.#lines.length - 2;
    if (count === 0) return undefined;
    const text = new Base64Text(this.#bytes, this.#offset, this.#offset + this.#length - this.#lines[count + 1]!);
    text.#lines.splice(0, 2, ...this.#lines.slice(0, count));
    return text;
  }

  /** Decodes bytes `[from, to)` of what stands from `phase` on, widened to whole groups of four characters. */
  decode(phase: number, from: number, to: number): Decoded {
    const first = phase + Math.floor(from / 3) * 4;
    const end = Math.min(this.#length, phase + Math.ceil(to / 3) * 4);
    const characters = this.#bytes.toString("latin1", this.#offset + first, this.#offset + end);
    return { bytes: Buffer.from(characters, "base64"), map: this.#mapOf(first, end) };
  }

  /** Each line gives a segment of whole groups; a group over a line's end gives one of its own. */
  #mapOf(first: number, end: number): SourceMap {
    const map = new SourceMap();
    let at = first;
    let out = 0;
    let lineStart = 0;
    for (let i = 0; i < this.#lines.length && at < end; i += 2) {
      const source = this.#lines[i]!;
      const lineEnd = lineStart + this.#lines[i + 1]!;
      const groups = Math.floor((Math.min(end, lineEnd) - at) / 4);
      if (groups > 0) {
        const from = source + at - lineStart;
        map.add(out, from, 3, 4, from + groups * 4);
        out += groups * 3;
        at += groups * 4;
      }
      if (at >= lineStart && at < Math.min(end, lineEnd)) {
        const last = Math.min(end, at + 4);
        const from = source + at - lineStart;
        // Byte by byte: a text may end within the group, and what follows on the next line is then no part of it.
        for (let next = at + 1; next < last; next++) {
          const to = this.#sourceOf(next, i, lineStart) + 1;
          map.add(out++, from, 1, to - from, to);
        }
        at = last;
      }
      lineStart = lineEnd;
    }
    return map;
  }

  /** Source place of character `index`, which stands in line `line` (its place in the list, which starts at `lineStart`) or after. */
  #sourceOf(index: number, line: number, lineStart: number): number {
    let start = lineStart;
    for (let i = line; i < this.#lines.length; i += 2) {
      const end = start + this.#lines[i + 1]!;
      if (index < end) return this.#lines[i]! + index - start;
      start = end;
    }
    return this.sourceEnd - 1;
  }
}
