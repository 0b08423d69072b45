import type { Budget } from "../views/budget.js";
import { type Coding, decompress } from "../views/compression.js";
import type { SurfaceProblem } from "./surface.js";

/** Names of the codings that can be undone (IANA HTTP Content Coding Registry), with the aliases of RFC 9110, section 8.4.1. */
const CODINGS: Readonly<Record<string, Coding>> = {
  gzip: "gzip",
  "x-gzip": "gzip",
  deflate: "deflate",
  br: "br",
  zstd: "zstd",
};

/** Labels that leave the bytes readable: character sets and transfer encodings set by mistake; AWS's chunks, which a decoder joins. */
const NO_CODING: ReadonlySet<string> = new Set([
  "",
  "identity",
  "none",
  "utf-8",
  "utf8",
  "7bit",
  "8bit",
  "binary",
  "aws-chunked",
]);

/** A chain as long as this is no honest one. */
const MOST_CODINGS = 4;

const REASONS = {
  truncated: "The body's declared content coding ends before its data are complete",
  malformed: "The body is not in the content coding that it declares",
  unsupported: "The body has a content coding that this scan cannot undo",
  "too-large": "The body expands beyond what one scan may read",
} as const;

/** A body after all its codings, or why it could not be read. */
export interface Uncoded {
  readonly bytes: Buffer;
  /** Codings undone, the outermost first: the last one applied. Empty when there was none, or a problem. */
  readonly chain: readonly string[];
  readonly problem: SurfaceProblem | undefined;
  /** The outermost coding, where undoing it stopped because more came out than may be read. */
  readonly tooLarge?: string;
}

/** Undoes the codings of a Content-Encoding field (RFC 9110, section 8.4), given in the order in which they were applied. */
export function undoCodings(body: Buffer, field: string, budget: Budget): Uncoded {
  const names = field
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => !NO_CODING.has(name))
    .reverse();
  if (names.length === 0 || body.length === 0) return { bytes: body, chain: [], problem: undefined };
  if (names.length > MOST_CODINGS) return failed(body, "unsupported");
  let bytes = body;
  const chain: string[] = [];
  for (const name of names) {
    const coding = Object.hasOwn(CODINGS, name) ? CODINGS[name] : undefined;
    if (coding === undefined) return failed(body, "unsupported");
    const result = decompress(coding, bytes, budget.left);
    if ("problem" in result || !budget.spend(result.bytes.length)) {
      const why = "problem" in result ? result.problem : "too-large";
      return { ...failed(body, why), ...(why === "too-large" && bytes === body ? { tooLarge: coding } : {}) };
    }
    bytes = result.bytes;
    chain.push(coding);
  }
  return { bytes, chain, problem: undefined };
}

function failed(bytes: Buffer, why: keyof typeof REASONS): Uncoded {
  const what = why === "too-large" ? "expanded-size" : "content-encoding";
  return { bytes, chain: [], problem: { what, reason: REASONS[why], approvable: true } };
}
