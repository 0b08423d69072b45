import { base64 } from "./base64.js";
import { deflate, gzip } from "./compressed.js";
import type { Decoder } from "./decoder.js";
import { hex } from "./hex.js";
import { jsonString } from "./json-string.js";
import { percent } from "./percent.js";

export type { Budget } from "./budget.js";
export type { Decoded, Decoder, DecoderInput } from "./decoder.js";

/** Every decoder, in the order in which they are tried. */
export const decoders: readonly Decoder[] = [percent, jsonString, gzip, deflate, base64, hex];
