import { Budget } from "../../../src/views/budget.js";
import { decompress } from "../../../src/views/compression.js";
import type { Decoded } from "../../../src/views/decoder.js";
import { decoders } from "../../../src/views/index.js";
import { indexText } from "../../../src/views/text-index.js";

/** Everything that the decoders of a chain, one after the other, make of some bytes. */
export function decodings(bytes: Buffer, chain: readonly string[], codings: readonly string[] = []): readonly Buffer[] {
  const [name, ...rest] = chain;
  if (name === undefined) return [bytes];
  const pieces = codings[0] === name ? undo(name, bytes) : piecesOf(name, bytes);
  return pieces.flatMap((piece) => decodings(piece, rest, codings.slice(1)));
}

function undo(coding: string, bytes: Buffer): readonly Buffer[] {
  const result = decompress(coding as "gzip" | "br", bytes, 1e6);
  return "bytes" in result ? [result.bytes] : [];
}

function piecesOf(name: string, bytes: Buffer): readonly Buffer[] {
  const pieces: Buffer[] = [];
  const index = indexText(bytes);
  const input = {
    bytes,
    runs: index.runs,
    index,
    chain: [],
    structuralHits: [0, 1, 16_385], // escapes of line breaks too
    budget: new Budget(1e6),
    emit: (decoded: Decoded) => void pieces.push(decoded.bytes),
    uninspectable: () => undefined,
  };
  for (const decoder of decoders) if (decoder.name === name) decoder.decode(input);
  return pieces;
}
