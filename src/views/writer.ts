import type { Decoded } from "./decoder.js";
import { SourceMap } from "./source-map.js";

/** Collects a decoded view and its source map. Grows as it is written; `capacity` is a first guess in bytes. */
export class ViewWriter {
  readonly #source: Buffer;
  readonly #map: SourceMap = new SourceMap();
  #bytes: Buffer;
  #length = 0;

  constructor(source: Buffer, capacity: number) {
    this.#source = source;
    this.#bytes = Buffer.allocUnsafe(Math.max(16, capacity));
  }

  get length(): number {
    return this.#length;
  }

  /** Source bytes `[from, to)` as they are. */
  copy(from: number, to: number): void {
    if (to <= from) return;
    this.#reserve(to - from);
    const source = this.#source;
    const bytes = this.#bytes;
    const distance = this.#length - from;
    if (to - from < 32) for (let i = from; i < to; i++) bytes[i + distance] = source[i]!;
    else source.copy(bytes, this.#length, from, to);
    this.#map.add(this.#length, from, 1, 1, to);
    this.#length += to - from;
  }

  /** One byte that stands for source bytes `[from, to)`. */
  byte(value: number, from: number, to: number): void {
    this.#reserve(1);
    this.#map.add(this.#length, from, 1, to - from, to);
    this.#bytes[this.#length++] = value;
  }

  /** Bytes that stand together for source bytes `[from, to)`. */
  bytes(values: Uint8Array, from: number, to: number): void {
    if (values.length === 0) return;
    this.#reserve(values.length);
    this.#map.add(this.#length, from, values.length, to - from, to);
    this.#bytes.set(values, this.#length);
    this.#length += values.length;
  }

  /** A code point as UTF-8 (RFC 3629) that stands for source bytes `[from, to)`; a lone surrogate becomes U+FFFD. */
  codePoint(value: number, from: number, to: number): void {
    if (value < 0x80) this.byte(value, from, to);
    else this.bytes(Buffer.from(String.fromCodePoint(value), "utf8"), from, to);
  }

  finish(): Decoded {
    return { bytes: this.#bytes.subarray(0, this.#length), map: this.#map };
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}
