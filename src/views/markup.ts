import { indexOfByte } from "./bytes.js";
import type { Decoder } from "./decoder.js";
import { type CharacterCode, decodePieces } from "./pieces.js";
import { byteSet } from "./runs.js";

const LESS = 0x3c;
const COMMENT: Buffer = Buffer.from("<!--");
const COMMENT_END: Buffer = Buffer.from("-->");
const CDATA: Buffer = Buffer.from("<![CDATA[");
const CDATA_END: Buffer = Buffer.from("]]>");

/** What can be part of a token, or of a code of its characters. */
const WORD: Uint8Array = new Uint8Array(256).fill(1, 0x21, 0x7f).fill(1, 0x80);
for (const byte of Buffer.from("<>\"'`,")) WORD[byte] = 0;

function startsWith(bytes: Buffer, mark: Buffer, at: number): boolean {
  for (let i = 0; i < mark.length; i++) if (bytes[at + i] !== mark[i]) return false;
  return true;
}

/** Longest comment that is passed over. */
const LONGEST = 4096;

/** Bytes of markup at `at` that stand for nothing: a comment, "<![CDATA[" and "]]>" with it; 0 when none stands there. */
function markupLength(bytes: Buffer, at: number): number {
  if (startsWith(bytes, CDATA, at)) return CDATA.length;
  if (startsWith(bytes, CDATA_END, at)) return CDATA_END.length;
  if (!startsWith(bytes, COMMENT, at)) return 0;
  const window = bytes.subarray(at, at + LONGEST);
  const end = window.indexOf(COMMENT_END, COMMENT.length);
  return end < 0 ? 0 : end + COMMENT_END.length;
}

/** Place after all the markup that starts at `at`. */
function markupEnd(bytes: Buffer, at: number): number {
  let end = at;
  for (let length = markupLength(bytes, end); length > 0; length = markupLength(bytes, end)) end += length;
  return end;
}

/** Whether words meet where the markup at `at` is taken away. */
function joins(bytes: Buffer, at: number): boolean {
  if (WORD[bytes[at - 1] ?? 0] === 0 && !startsWith(bytes, CDATA_END, at - CDATA_END.length)) return false;
  const end = markupEnd(bytes, at);
  return end > at && WORD[bytes[end] ?? 0] === 1;
}

const code: CharacterCode = {
  stops: byteSet(""),
  next(bytes, from) {
    let at = indexOfByte(bytes, LESS, from);
    while (at >= 0 && !(bytes[at + 1] === 0x21 && joins(bytes, at))) at = indexOfByte(bytes, LESS, at + 1);
    return at;
  },
  write(writer, bytes, from, to) {
    let copied = from;
    for (let at = from; at < to; at++) {
      if (bytes[at] !== LESS && bytes[at] !== 0x5d) continue;
      const end = Math.min(to, markupEnd(bytes, at));
      if (end === at) continue;
      writer.copy(copied, at);
      copied = end;
      at = end - 1;
    }
    writer.copy(copied, to);
  },
};

/** Markup inside a word that a parser takes away: comments, and the bounds of CDATA sections (XML 1.0, sections 2.5 and 2.7). */
export const markup: Decoder = {
  name: "markup",
  tellTales: "<",
  decode: (input) => decodePieces(input, code),
  examples: [
    { encoded: "<a>ghp_<!-- x -->abcd<![CDATA[efgh]]><![CDATA[ijkl]]></a>", contains: "ghp_abcdefghijkl" },
    { encoded: "<a><![CDATA[ghp_]]><![CDATA[abcdefgh]]></a>", contains: "ghp_abcdefgh" },
  ],
  quiet: ["<!-- a comment -->\n<p>words <b>more</b></p>", "<a><![CDATA[words & more]]></a>", "if (a <! b) c"],
};
