/** Requests as files: one JSON file each, whose body is written in pieces so that large hostile ones stay small. */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import zlib from "node:zlib";
import type { OutboundRequest } from "../../../src/types.js";

/** A request that can be changed. */
export interface FuzzInput {
  method: string;
  url: string;
  headers: [name: string, value: string][];
  trailers: [name: string, value: string][];
  body: Buffer;
  bodyComplete: boolean;
}

/** UTF-8 text, bytes in base64, bytes compressed with brotli, or pieces repeated. */
export type Piece =
  | string
  | { readonly base64: string }
  | { readonly brotli: string }
  | { readonly repeat: readonly Piece[]; readonly times: number };

/** One file of the corpus. */
export interface Entry {
  /** What it is, and for a found one what was wrong. */
  readonly note: string;
  readonly method?: string;
  /** The URL, written in pieces. */
  readonly url: readonly Piece[];
  readonly headers?: readonly (readonly [name: string, value: readonly Piece[]])[];
  readonly trailers?: readonly (readonly [name: string, value: readonly Piece[]])[];
  readonly body?: readonly Piece[];
  readonly bodyComplete?: boolean;
}

function bytesOf(pieces: readonly Piece[]): Buffer {
  return Buffer.concat(
    pieces.map((piece) => {
      if (typeof piece === "string") return Buffer.from(piece, "utf8");
      if ("base64" in piece) return Buffer.from(piece.base64, "base64");
      if ("brotli" in piece) return zlib.brotliDecompressSync(Buffer.from(piece.brotli, "base64"));
      const once = bytesOf(piece.repeat);
      return Buffer.alloc(once.length * piece.times, once);
    }),
  );
}

function inputOf(entry: Entry): FuzzInput {
  const pairs = (fields: Entry["headers"]): [string, string][] =>
    (fields ?? []).map(([name, value]) => [name, bytesOf(value).toString("utf8")]);
  return {
    method: entry.method ?? "POST",
    url: bytesOf(entry.url).toString("utf8"),
    headers: pairs(entry.headers),
    trailers: pairs(entry.trailers),
    body: bytesOf(entry.body ?? []),
    bodyComplete: entry.bodyComplete ?? true,
  };
}

export function entryOf(input: FuzzInput, note: string): Entry {
  const pairs = (fields: FuzzInput["headers"]): Entry["headers"] =>
    fields.map(([name, value]) => [name, piecesOf(Buffer.from(value, "utf8"))]);
  return {
    note,
    method: input.method,
    url: piecesOf(Buffer.from(input.url, "utf8")),
    ...(input.headers.length > 0 ? { headers: pairs(input.headers)! } : {}),
    ...(input.trailers.length > 0 ? { trailers: pairs(input.trailers)! } : {}),
    ...(input.body.length > 0 ? { body: piecesOf(input.body) } : {}),
    ...(input.bodyComplete ? {} : { bodyComplete: false }),
  };
}

/** Longest unit that is looked for in a text that is one text over and over, and longest text that is written as it is, in bytes. */
const LONGEST_UNIT = 4096;
const PLAIN = 512;

function piecesOf(bytes: Buffer): readonly Piece[] {
  if (bytes.length <= PLAIN) return [plainPiece(bytes)];
  for (let unit = 1; unit <= LONGEST_UNIT && unit * 2 <= bytes.length; unit++) {
    if (!bytes.subarray(unit).equals(bytes.subarray(0, bytes.length - unit))) continue;
    const times = Math.floor(bytes.length / unit);
    const rest = bytes.subarray(times * unit);
    const repeated = { repeat: [plainPiece(bytes.subarray(0, unit))], times };
    return rest.length === 0 ? [repeated] : [repeated, plainPiece(rest)];
  }
  return [{ brotli: zlib.brotliCompressSync(bytes).toString("base64") }];
}

function plainPiece(bytes: Buffer): Piece {
  const text = bytes.toString("utf8");
  return Buffer.from(text, "utf8").equals(bytes) ? text : { base64: bytes.toString("base64") };
}

export function requestOf(input: FuzzInput): OutboundRequest {
  const { method, url, headers, trailers, body, bodyComplete } = input;
  return { method, url, headers, trailers, body, bodyComplete };
}

export function copyOf(input: FuzzInput): FuzzInput {
  return {
    ...input,
    headers: input.headers.map(([name, value]) => [name, value]),
    trailers: input.trailers.map(([name, value]) => [name, value]),
  };
}

/** Bytes of a request that are scanned. */
export function sizeOf({ method, url, headers, trailers, body }: FuzzInput): number {
  const fields = [...headers, ...trailers].reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  return method.length + url.length + fields + body.length;
}

/** Name and content of every file of the corpus, in the order of their names. */
export function readCorpus(directory: string): readonly { readonly name: string; readonly input: FuzzInput }[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => ({ name, input: inputOf(JSON.parse(readFileSync(join(directory, name), "utf8")) as Entry) }));
}

export function writeEntry(directory: string, name: string, entry: Entry): string {
  const path = join(directory, `${name}.json`);
  writeFileSync(path, `${JSON.stringify(entry, undefined, 2)}\n`);
  return path;
}
