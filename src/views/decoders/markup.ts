import { indexOfByte } from "../bytes.js";
import type { Decoder } from "../decoder.js";
import type { ViewWriter } from "../writer.js";
import { type CharacterCode, decodePieces } from "./pieces.js";

const LESS = 0x3c;
const COMMENT: Buffer = Buffer.from("<!--");
const COMMENT_END: Buffer = Buffer.from("-->");
const CDATA: Buffer = Buffer.from("<![CDATA[");
const CDATA_END: Buffer = Buffer.from("]]>");

/** What can be part of a token, or of a code of its characters. */
const WORD: Uint8Array = new Uint8Array(256).fill(1, 0x21, 0x7f).fill(1, 0x80);
WORD[0] = 1;
for (const byte of Buffer.from("<>\"'`,")) WORD[byte] = 0;

function startsWith(bytes: Buffer, mark: Buffer, at: number): boolean {
  for (let i = 0; i < mark.length; i++) if (bytes[at + i] !== mark[i]) return false;
  return true;
}

const NO_STOPS: Uint8Array = new Uint8Array(256);

/** Markup of one view that stands for nothing: comments, and "<![CDATA[" and "]]>". Looks for each comment's end once. */
class Markup implements CharacterCode {
  readonly stops: Uint8Array = NO_STOPS;
  /** The first end of a comment at or after where it was last looked for; infinite when there is none. */
  #commentEnd = -1;

  next(bytes: Buffer, from: number): number {
    let at = indexOfByte(bytes, LESS, from);
    while (at >= 0) {
      const end = bytes[at + 1] === 0x21 ? this.#end(bytes, at) : at;
      if (end > at && this.#joins(bytes, at, end)) return at;
      at = indexOfByte(bytes, LESS, Math.max(end, at + 1));
    }
    return -1;
  }

  write(writer: ViewWriter, bytes: Buffer, from: number, to: number): void {
    this.#commentEnd = -1;
    let copied = from;
    let at = from;
    while (at < to) {
      const end = bytes[at] === LESS || bytes[at] === 0x5d ? Math.min(to, this.#end(bytes, at)) : at;
      if (end > at) {
        writer.copy(copied, at);
        copied = end;
      }
      at = Math.max(end, at + 1);
    }
    writer.copy(copied, to);
    this.#commentEnd = -1;
  }

  /** Whether words meet where the markup is taken away. */
  #joins(bytes: Buffer, at: number, end: number): boolean {
    const isAfterWord = WORD[bytes[at - 1] ?? 0] === 1 || startsWith(bytes, CDATA_END, at - CDATA_END.length);
    return isAfterWord && WORD[bytes[end] ?? 0] === 1;
  }

  /** Place after all the markup that starts at `at`. */
  #end(bytes: Buffer, at: number): number {
    let end = at;
    for (let length = this.#length(bytes, end); length > 0; length = this.#length(bytes, end)) end += length;
    return end;
  }

  #length(bytes: Buffer, at: number): number {
    if (startsWith(bytes, CDATA, at)) return CDATA.length;
    if (startsWith(bytes, CDATA_END, at)) return CDATA_END.length;
    if (!startsWith(bytes, COMMENT, at)) return 0;
    const from = at + COMMENT.length;
    if (this.#commentEnd < from) {
      const found = bytes.indexOf(COMMENT_END, from);
      this.#commentEnd = found < 0 ? Number.POSITIVE_INFINITY : found;
    }
    return this.#commentEnd === Number.POSITIVE_INFINITY ? 0 : this.#commentEnd + COMMENT_END.length - at;
  }
}

/** Markup inside a word that a parser takes away: comments, and the bounds of CDATA sections (XML 1.0, sections 2.5 and 2.7). */
export const markup: Decoder = {
  name: "markup",
  tellTales: "<",
  decode: (input) => decodePieces(input, new Markup()),
  examples: [
    { encoded: "<a>ghp_<!-- x -->abcd<![CDATA[efgh]]><![CDATA[ijkl]]></a>", contains: "ghp_abcdefghijkl" },
    { encoded: "<a><![CDATA[ghp_]]><![CDATA[abcdefgh]]></a>", contains: "ghp_abcdefgh" },
  ],
  quiet: ["<!-- a comment -->\n<p>words <b>more</b></p>", "<a><![CDATA[words & more]]></a>", "if (a <! b) c"],
};
