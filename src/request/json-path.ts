import { member } from "./path.js";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Steps of a path that are written out at its start and at its end; what is deeper is left out. */
const SHOWN = 16;

/** Most bytes of a value that lies over several elements that are read to tell what these have in common. */
const FARTHEST = 65_536;

/** An open object or array: the key or index that stands now. */
interface Frame {
  readonly isArray: boolean;
  index: number;
  key: string;
  /** In an object: a key comes next. */
  atKey: boolean;
}

/**
 * Finds paths in JSON as it is read from the start, on invalid JSON too; several values after each other (NDJSON) are records. Asked in
 * ascending order it reads the bytes once.
 */
export class JsonPaths {
  readonly #bytes: Buffer;
  #frames: Frame[] = [];
  #records = 0;
  #at = 0;
  /** Start and end of the string that was read last. */
  #text = 0;
  #textEnd = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** "$.messages[0].content"; of the second record of several, "record[1].content". A key's own path is that of its object. */
  pathOf(start: number, end: number): string {
    if (start < this.#text) this.#restart();
    while (this.#at <= start && this.#at < this.#bytes.length) this.#step();
    const inString = start >= this.#text && start < this.#textEnd;
    const depth = this.#frames.length;
    const root = this.#records < 2 ? "$" : `record[${this.#records - 1}]`;
    const shown = inString && end <= this.#textEnd ? depth : this.#commonDepth(start, end, inString);
    const steps = (from: number, to: number): string => this.#frames.slice(from, to).map(stepOf).join("");
    if (shown <= 2 * SHOWN) return root + steps(0, shown);
    return `${root}${steps(0, SHOWN)}…${steps(shown - SHOWN, shown)}`;
  }

  /** How many of the open objects and arrays, and of their keys and indices, all of `[start, end)` has in common. */
  #commonDepth(start: number, end: number, inString: boolean): number {
    const { length } = this.#frames;
    const last = Math.min(end, start + FARTHEST);
    let depth = length;
    let least = length + 1;
    let isText = inString;
    for (let at = start; at < last; at++) {
      const byte = this.#bytes[at]!;
      if (byte === QUOTE) isText = !isText;
      else if (isText) at += byte === BACKSLASH ? 1 : 0;
      else if (byte === 0x7b || byte === 0x5b) depth++;
      else if (byte === 0x7d || byte === 0x5d) least = Math.min(least, --depth);
      else if (byte === 0x2c) least = Math.min(least, depth - 1);
    }
    return Math.max(0, Math.min(length, least));
  }

  #restart(): void {
    this.#frames = [];
    this.#records = 0;
    this.#at = 0;
    this.#text = 0;
    this.#textEnd = 0;
  }

  #step(): void {
    const byte = this.#bytes[this.#at]!;
    const frame = this.#frames.at(-1);
    if (byte === QUOTE) {
      this.#readString(frame);
      return;
    }
    this.#at++;
    if (byte === 0x7b || byte === 0x5b) {
      if (frame === undefined) this.#records++;
      this.#frames.push({ isArray: byte === 0x5b, index: 0, key: "", atKey: byte === 0x7b });
    } else if (byte === 0x7d || byte === 0x5d) {
      this.#frames.pop();
    } else if (byte === 0x2c && frame !== undefined) {
      frame.index++;
      frame.atKey = !frame.isArray;
    } else if (byte === 0x3a && frame !== undefined) {
      frame.atKey = false;
    }
  }

  #readString(frame: Frame | undefined): void {
    const bytes = this.#bytes;
    const start = this.#at + 1;
    let end = start;
    while (end < bytes.length && bytes[end] !== QUOTE) end += bytes[end] === BACKSLASH ? 2 : 1;
    end = Math.min(end, bytes.length);
    this.#at = end + 1;
    this.#text = start;
    this.#textEnd = end;
    if (frame?.atKey === true) frame.key = bytes.toString("utf8", start, Math.min(end, start + 256));
  }
}

function stepOf(frame: Frame): string {
  if (frame.isArray) return `[${frame.index}]`;
  return frame.atKey ? "" : member(frame.key);
}
