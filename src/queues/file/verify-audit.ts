import { constants, createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { parseAnswer } from "../../answer.js";
import { type AnswerVerifier, answerVerifier } from "../../answer-signature.js";
import { settledEnd } from "./audit-end.js";
import { readHead } from "./audit-head.js";
import { extend, NOTHING, type Prefix, placeOf } from "./chain.js";
import { queueDirectory } from "./directory.js";
import { errorCode, queueFailure } from "./failures.js";
import { AUDIT_FILE } from "./names.js";

/** How many of the last ends of lines a line may name as its place: more desks than this do not append at one moment. */
const MOST_BETWEEN = 256;

const LINE_FEED = 0x0a;

/** What an audit says when it is read from its beginning. */
export interface AuditReport {
  readonly lines: number;
  readonly decisions: number;
  /** Lines that a crash cut short: they stand for nothing, and are chained like any other. */
  readonly cutShort: number;
  /** How far it goes now: kept elsewhere, it proves later that nothing up to here was changed. */
  readonly head: Prefix;
  /** What does not fit, one sentence each; empty: nothing was removed or changed. */
  readonly problems: readonly string[];
}

export interface VerifyOptions {
  /** With it, each approval and rejection must carry a signature of one of these. */
  readonly answerKeys?: readonly string[];
  /** Noted before, from a report: must still be there. */
  readonly noted?: Prefix;
}

/**
 * Reads the audit of the queue in `directory` from its beginning, and says what was removed, changed or put in between.
 *
 * @throws QueueError When it cannot be read.
 */
export async function verifyAudit(directory: string, options: VerifyOptions = {}): Promise<AuditReport> {
  const { path, check } = queueDirectory(directory);
  await check();
  try {
    const head = await readHead(path);
    const reader = new AuditReader(options.answerKeys && answerVerifier(options.answerKeys), [
      ...(typeof head === "string" ? [] : [head]),
      ...(options.noted === undefined ? [] : [options.noted]),
    ]);
    for await (const line of auditLines(path)) reader.take(line);
    return reader.report(head, options.noted);
  } catch (error) {
    throw queueFailure(path, error);
  }
}

/** The lines with their line feeds; the last one may lack its own. */
async function* auditLines(directory: string): AsyncGenerator<Buffer> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const handle = await open(join(directory, AUDIT_FILE), O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  });
  if (handle === undefined) return;
  let rest: Buffer = Buffer.alloc(0);
  const { size } = await settledEnd(handle);
  // What is appended from now on is none of this report's: it might be read by half.
  for await (const chunk of createReadStream("", { fd: handle, end: Math.max(0, size - 1) })) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    let start = 0;
    for (let end = rest.indexOf(LINE_FEED); end >= 0; end = rest.indexOf(LINE_FEED, start)) {
      yield rest.subarray(start, end + 1);
      start = end + 1;
    }
    rest = rest.subarray(start);
  }
  if (rest.length > 0) yield rest;
}

class AuditReader {
  readonly #verifier: AnswerVerifier | undefined;
  readonly #sought: readonly Prefix[];
  readonly #found = new Set<Prefix>();
  /** The ends of the last lines, by their bytes. */
  readonly #recent = new Map<number, string>([[NOTHING.bytes, NOTHING.sha256]]);
  /** The decisions of the last lines. */
  readonly #recentDecisions = new Set<unknown>();
  readonly #problems: string[] = [];
  #end = NOTHING;
  #lines = 0;
  #decisions = 0;
  #cutShort = 0;
  #isBroken = false;

  constructor(verifier: AnswerVerifier | undefined, sought: readonly Prefix[]) {
    this.#verifier = verifier;
    this.#sought = sought;
    this.#seek();
  }

  take(bytes: Buffer): void {
    this.#lines += 1;
    const isWhole = bytes.at(-1) === LINE_FEED;
    const line = isWhole ? bytes.subarray(0, -1) : bytes;
    const record = isWhole ? parse(line) : undefined;
    if (record === undefined) this.#cutShort += 1;
    else this.#judge(line, record);
    this.#end = extend(this.#end, line);
    this.#recent.set(this.#end.bytes, this.#end.sha256);
    forgetOldest(this.#recent, MOST_BETWEEN);
    this.#seek();
  }

  report(head: Prefix | "missing" | "malformed", noted: Prefix | undefined): AuditReport {
    if (noted !== undefined && !this.#found.has(noted)) {
      this.#problems.push("What was noted of the audit before is no longer in it: lines were removed or changed.");
    }
    if (typeof head !== "string" && !this.#found.has(head)) {
      this.#problems.push(
        "The audit ends before the place that audit.head names: lines at its end were removed or changed.",
      );
    }
    if (typeof head === "string" && (head === "malformed" || this.#lines > 0)) {
      this.#problems.push(`The file audit.head is ${head}, so nobody can tell whether lines at the end were removed.`);
    }
    const [lines, decisions, cutShort] = [this.#lines, this.#decisions, this.#cutShort];
    return { lines, decisions, cutShort, head: this.#end, problems: this.#problems };
  }

  #judge(line: Buffer, record: Readonly<Record<string, unknown>>): void {
    this.#decisions += 1;
    const place = placeOf(line);
    if (place === undefined) this.#complain("says nothing of those before it: no desk wrote it.");
    else if (this.#recent.get(place.bytes) !== place.sha256 && !this.#isBroken) {
      this.#isBroken = true;
      this.#complain("does not fit those before it: one of them was removed, changed or put in between.");
    }
    // Its place is one that the original might have named too, so a copy at the end fits. A copy of an older line fits nowhere.
    if (this.#recentDecisions.has(record.decision)) this.#complain("repeats a decision that a line before it has.");
    this.#recentDecisions.add(record.decision);
    forgetOldest(this.#recentDecisions, 2 * MOST_BETWEEN);
    if (this.#verifier !== undefined && record.verdict !== "revoke" && !isSigned(record, this.#verifier)) {
      this.#complain("has no signature of one of the answer keys.");
    }
  }

  #complain(what: string): void {
    this.#problems.push(`Line ${this.#lines} ${what}`);
  }

  #seek(): void {
    for (const one of this.#sought) {
      if (one.bytes === this.#end.bytes && one.sha256 === this.#end.sha256) this.#found.add(one);
    }
  }
}

/** Keeps the `most` that were added last. */
function forgetOldest(kept: Map<unknown, unknown> | Set<unknown>, most: number): void {
  for (const one of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(one);
  }
}

function parse(line: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = JSON.parse(line.toString("utf8")) as unknown;
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

/** The line gives a name where the answer gave none, and "" where it gave no reason; what was signed left them out. */
function isSigned(
  { proposal: id, verdict, reason, operator, digest, signature }: Readonly<Record<string, unknown>>,
  verifier: AnswerVerifier,
): boolean {
  if (typeof digest !== "string") return false;
  const reasons = reason === "" ? [{ reason }, {}] : [{ reason }];
  return reasons.some((why) =>
    [{ operator }, {}].some((who) => {
      try {
        return verifier(parseAnswer({ id, verdict, ...why, ...who, signature }), digest);
      } catch {
        return false;
      }
    }),
  );
}
