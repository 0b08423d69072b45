import { Budget } from "../../src/views/budget.js";
import type { Decoded, Decoder, DecoderInput } from "../../src/views/decoder.js";
import { decodersFor } from "../../src/views/index.js";
import { indexText } from "../../src/views/text-index.js";

export interface Trial {
  readonly pieces: readonly Decoded[];
  readonly uninspectable: readonly string[];
  readonly budget: Budget;
}

/** What the scan gives the decoders of a text beside its bytes. */
function readingOf(bytes: Buffer, kernel = true): Pick<DecoderInput, "bytes" | "runs" | "index"> {
  const index = indexText(bytes, kernel);
  return { bytes, runs: index.runs, index };
}

/** Marks as the built-in structural detectors give them. */
const MARKS: readonly Buffer[] = [Buffer.from("-----BEGIN")];

/** Where the marks stand, as the scan finds them: start, end, and how far their tokens may go. */
function hitsOf(bytes: Buffer, marks: readonly Buffer[]): number[] {
  const hits: [number, number, number][] = [];
  for (const mark of marks) {
    for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1))
      hits.push([at, at + mark.length, at + mark.length + 16_384]);
  }
  return hits.sort((one, other) => one[0] - other[0]).flat();
}

/** Runs one decoder over one input. */
export function tryDecoder(
  decoder: Decoder,
  input: string | Uint8Array,
  options: {
    readonly work?: number;
    readonly marks?: readonly Buffer[];
    readonly chain?: readonly string[];
    readonly kernel?: boolean;
  } = {},
): Trial {
  const bytes = typeof input === "string" ? Buffer.from(input, "latin1") : Buffer.from(input);
  const pieces: Decoded[] = [];
  const uninspectable: string[] = [];
  const budget = new Budget(options.work ?? bytes.length * 8 + 1_048_576);
  decoder.decode({
    ...readingOf(bytes, options.kernel),
    chain: options.chain ?? [],
    structuralHits: hitsOf(bytes, options.marks ?? MARKS),
    budget,
    emit: (decoded) => void pieces.push(decoded),
    uninspectable: (what) => void uninspectable.push(what),
  });
  return { pieces, uninspectable, budget };
}

export interface View {
  readonly bytes: Buffer;
  readonly chain: readonly string[];
}

/** Every view of `bytes`, to the default depth, as the scan walks them. */
export function viewsOf(
  bytes: Buffer,
  chain: readonly string[] = [],
  budget = new Budget(bytes.length * 8 + 1_048_576),
): View[] {
  const views: View[] = [{ bytes, chain }];
  if (chain.length === 4) return views;
  for (const decoder of decodersFor(bytes, indexText(bytes))) {
    decoder.decode({
      ...readingOf(bytes),
      chain,
      structuralHits: hitsOf(bytes, MARKS),
      budget,
      emit: (decoded) => void views.push(...viewsOf(decoded.bytes, [...chain, decoder.name], budget)),
      uninspectable: () => undefined,
    });
  }
  return views;
}
