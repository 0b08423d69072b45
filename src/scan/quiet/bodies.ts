import { hash } from "node:crypto";
import type { SurfaceProblem } from "../../request/index.js";
import type { Budget } from "../../views/budget.js";
import type { Settings } from "../options.js";
import { Entry, makeRoom, type QuietMemory } from "./memory.js";

/** Shorter bodies, in bytes, are read in no time. */
const SHORTEST = 64;
/** Bodies that more than that is said of, in UTF-16 units, are read each time. */
const LONGEST_TYPE = 256;
/** How many numbers of four bytes are looked at, at most, to tell that a body has not come before. */
const SAMPLES = 128;
/** Bytes at either end that are all looked at: what tells bodies of one client apart, an id or a count, often stands there. */
const ENDS: number = SHORTEST;

/** What reading a body gave in which no secret was found. */
export interface QuietBody {
  readonly problems: readonly SurfaceProblem[];
  /** Bytes of work that were left before, that were taken, and the most that were taken at any time. */
  readonly left: number;
  readonly work: number;
  readonly peak: number;
}

/**
 * What is remembered of a request's body, read as `readAs` says: clients retry and poll with the same one, and where no secret was found
 * in it, none will be the next time either, so that it need not be read. Of each such body, a SHA-256 stays in memory. `undefined` where
 * nothing is remembered: of what comes for the first time, a sample is kept that is cheaper than a digest.
 */
export function entryOfBody(
  bytes: Buffer,
  readAs: string,
  { samples, bodies }: QuietMemory,
  settings: Settings,
): Entry<QuietBody> | undefined {
  if (bytes.length < SHORTEST || readAs.length > LONGEST_TYPE) return undefined;
  const sample = sampleOf(bytes);
  if (!samples.has(sample)) {
    makeRoom(samples);
    samples.add(sample);
    return undefined;
  }
  return new Entry(
    bodies,
    `${settings.minConfidence} ${settings.viewDepth} ${readAs} ${hash("sha256", bytes, "base64")}`,
  );
}

/** What stands in the way of reading a body, where it is known that nothing is found in it with the work that is left: takes that. */
export function recallBody(body: QuietBody | undefined, budget: Budget): readonly SurfaceProblem[] | undefined {
  if (body === undefined || !isSame(body, budget)) return undefined;
  budget.spend(body.work);
  return body.problems;
}

/** Whether reading the body would give the same: enough work is left, or it ended for want of just that much. */
function isSame({ left, work, peak }: QuietBody, budget: Budget): boolean {
  return work > left ? budget.left === left : peak <= budget.left;
}

function sampleOf(bytes: Buffer): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const last = bytes.length - 4;
  const step = 4 * Math.ceil(bytes.length / (4 * SAMPLES));
  let sample = mixed(bytes.length, view.getInt32(last, true));
  for (let at = 0; at <= last; at += step) sample = mixed(sample, view.getInt32(at, true));
  for (let at = 4; at < ENDS; at += 4) {
    sample = mixed(sample, view.getInt32(at, true));
    sample = mixed(sample, view.getInt32(last - at, true));
  }
  return sample >> 2;
}

function mixed(sample: number, value: number): number {
  return Math.imul(sample ^ value, 0x9e3779b1);
}
