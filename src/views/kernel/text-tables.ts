import { HEX_VALUE } from "../bytes.js";
import { CONTAINER_STARTS } from "../containers.js";
import { PROBE, PROBE_KIND, TEXT_IN_ORDER } from "../decoders/base64-regions.js";
import { VALUE } from "../decoders/base64-text.js";
import { BREAKS, CLASSES, ROUND_PAIRS, WORD } from "../decoders/json-string.js";
import { BETWEEN, LITERAL, QUOTE } from "../decoders/string-pieces.js";
import { RUN_BYTES } from "../runs.js";
import { KIND } from "../text.js";
import { CLASS_TABLES } from "./classes.js";

/** The bits of `tables.kinds` in text.h, from the lowest on. */
const KINDS: readonly Uint8Array[] = [LITERAL, BETWEEN, QUOTE, BREAKS, CLASSES, WORD, ROUND_PAIRS, RUN_BYTES];

/** As in text.h; a test counts them. */
export const MOST_CONTAINERS = 40;

/** The tables that text.h names, in its order. */
export function textTables(): Uint8Array {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const kinds = bytes.map((byte) => KINDS.reduce((bits, set, bit) => bits | (set[byte]! << bit), 0));
  const hex = bytes.map((byte) => (HEX_VALUE[byte]! >= 0 ? 1 : 0));
  const base32 = bytes.map((byte) => (/[A-Za-z2-7]/.test(String.fromCharCode(byte)) ? 1 : 0));
  const base64 = new Uint8Array(VALUE.buffer);
  const opens = bytes.map((byte) => (CONTAINER_STARTS.some((start) => start >> 16 === byte) ? 1 : 0));
  const containers = new Uint8Array(
    Uint32Array.from({ length: MOST_CONTAINERS }, (_, i) => CONTAINER_STARTS[i] ?? 0).buffer,
  );
  const inOrder = [kinds, hex, base64, PROBE_KIND, KIND, base32, PROBE, TEXT_IN_ORDER, ...CLASS_TABLES];
  return Buffer.concat([...inOrder, opens, containers]);
}
