import { mayHoldParts } from "../views/compressed.js";
import { isZlib } from "../views/compression.js";
import type { Decoded } from "../views/decoder.js";
import { isProtobuf } from "../views/protobuf.js";

/** Longest view, in bytes, that is read together with others. */
const LONGEST = 64;
/** Up to here, in bytes, it is told exactly which decoders a text is for. */
const MOST_BYTES = 512;

/** Texts in a row in which something might be found, after which none are made any more. */
const MOST_MISSES = 3;

const LINE_FEED = 0x0a;

/**
 * Small texts that one decoder makes one after the other, as of a list of encoded ids: they are read as lines of one text, since where
 * nothing can be found in that, nothing can in any of them.
 */
export class SmallViews {
  /** Texts in a row that said nothing of their lines. */
  misses = 0;
  readonly #views: Decoded[] = [];
  #length = 0;

  /** Whether another one may be too much. */
  get isFull(): boolean {
    return this.#length + LONGEST + 1 > MOST_BYTES;
  }

  /** Takes a view that is as short and as plain as this needs it. */
  take(view: Decoded): boolean {
    if (this.misses > MOST_MISSES || view.pieces !== undefined || !isLine(view.bytes)) return false;
    this.#views.push(view);
    this.#length += view.bytes.length + 1;
    return true;
  }

  /** What was taken, in order, and the text that they make together; nothing is left. */
  release(): { readonly views: readonly Decoded[]; readonly text: Buffer } {
    const text = Buffer.alloc(this.#length, LINE_FEED);
    let at = 0;
    for (const { bytes } of this.#views) {
      text.set(bytes, at);
      at += bytes.length + 1;
    }
    const views = this.#views.splice(0);
    this.#length = 0;
    return { views, text };
  }
}

/** Whether nothing in the bytes depends on what they begin with: a line of ASCII that is no message and no compressed data. */
function isLine(bytes: Buffer): boolean {
  if (bytes.length > LONGEST) return false;
  for (let at = 0; at < bytes.length; at++) if (bytes[at]! < 0x20 || bytes[at]! > 0x7e) return false;
  return !isZlib(bytes) && !mayHoldParts(bytes) && !isProtobuf(bytes);
}
