import { base32 } from "./base32.js";
import { base64 } from "./base64.js";
import { chunked } from "./chunked.js";
import { deflate, gzip } from "./compressed.js";
import type { Decoder } from "./decoder.js";
import { hex } from "./hex.js";
import { htmlEntity } from "./html-entity.js";
import { jsonString } from "./json-string.js";
import { markup } from "./markup.js";
import { percent } from "./percent.js";
import { quotedPrintable } from "./quoted-printable.js";
import { stringPieces } from "./string-pieces.js";
import { confusable, invisible, overlongUtf8 } from "./unicode.js";
import { utf7 } from "./utf-7.js";
import { utf16, utf32 } from "./utf-16.js";

export type { Budget } from "./budget.js";
export type { Decoded, Decoder, DecoderInput } from "./decoder.js";

/** Every decoder, in the order in which they are tried. */
export const decoders: readonly Decoder[] = [
  chunked,
  gzip,
  deflate,
  utf16,
  utf32,
  percent,
  jsonString,
  htmlEntity,
  quotedPrintable,
  utf7,
  overlongUtf8,
  invisible,
  confusable,
  markup,
  stringPieces,
  base64,
  base32,
  hex,
];
