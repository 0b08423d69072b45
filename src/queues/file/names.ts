import { join } from "node:path";
import { QueueError } from "../../errors.js";

/** What may become a file name: no dot, no slash, so no path trick, and no clash between an id and a suffix. */
const ID = /^[A-Za-z0-9_-]{1,128}$/;

/**
 * The files of a queue directory, by suffix.
 *
 * - proposal: one question and the boot that asks it
 * - claim: the first valid answer, linked before it is in the audit
 * - answer: the same file under a second name, linked once it is in the audit; what the proxy believes
 * - boot: one running proxy
 * - call: a desk asks a boot what it remembers, or to forget some of it
 * - reply: what the boot says to that
 */
const SUFFIXES = ["proposal", "claim", "answer", "boot", "call", "reply"] as const;

export type RecordKind = (typeof SUFFIXES)[number];

export const AUDIT_FILE = "audit.jsonl";
export const AUDIT_HEAD_FILE = "audit.head";

const TEMPORARY = "tmp-";

/** Whether `id` can name a proposal or a boot here. */
export function isFileId(id: unknown): id is string {
  return typeof id === "string" && ID.test(id);
}

export function assertFileId(id: unknown): void {
  if (!isFileId(id)) throw new QueueError("A proposal's id must be 1 to 128 letters, digits, hyphens and underscores.");
}

export function fileName(id: string, kind: RecordKind): string {
  return `${id}.${kind}`;
}

/** Where the files of one proposal are. */
export interface ProposalPaths {
  readonly proposal: string;
  readonly claim: string;
  readonly answer: string;
}

export function proposalPaths(directory: string, id: string): ProposalPaths {
  const at = (kind: RecordKind): string => join(directory, fileName(id, kind));
  return { proposal: at("proposal"), claim: at("claim"), answer: at("answer") };
}

/** The name of a file that is not yet linked to its own. */
export function temporaryName(random: string): string {
  return `${TEMPORARY}${random}`;
}

export function isTemporary(name: string): boolean {
  return name.startsWith(TEMPORARY) && !name.includes(".");
}

/** The id and kind that `name` stands for; undefined for every other file. */
export function parseFileName(name: string): { readonly id: string; readonly kind: RecordKind } | undefined {
  const dot = name.indexOf(".");
  const id = name.slice(0, Math.max(dot, 0));
  const kind = SUFFIXES.find((suffix) => suffix === name.slice(dot + 1));
  return kind !== undefined && isFileId(id) ? { id, kind } : undefined;
}
