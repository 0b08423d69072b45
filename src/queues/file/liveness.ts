import { readFile, readlink } from "node:fs/promises";
import { hostname } from "node:os";
import { errorCode } from "./failures.js";
import { limited } from "./limit.js";

/**
 * Who wrote a record, so that another process can tell whether it still runs. A process id alone is used again; together with
 * the time of its start it is not (proc(5): /proc/pid/stat, field 22).
 */
export interface ProcessMark {
  readonly pid: number;
  /** Clock ticks since the machine's start; "" where there is no /proc. */
  readonly start: string;
  /** Where `pid` means something: one start of one machine, and one PID namespace of it. */
  readonly space: string;
}

/** How long a process that cannot be looked up (another container, another machine) counts as alive after its last beat. */
const BEAT_VALID_MS = 15_000;

/** States of a process that runs no more: zombie, dead (proc(5)). */
const ENDED = new Set(["Z", "X", "x"]);

let own: Promise<ProcessMark> | undefined;

/** The mark of this process. */
export function ownMark(): Promise<ProcessMark> {
  own ??= readOwnMark();
  return own;
}

/**
 * Whether the process behind `mark` still runs.
 *
 * @param beatMs When it last gave a sign, in milliseconds since the epoch; asked only where its id means nothing here.
 */
export async function isAlive(mark: ProcessMark, beatMs: number): Promise<boolean> {
  const { space } = await ownMark();
  if (mark.space !== space) return Math.abs(Date.now() - beatMs) < BEAT_VALID_MS;
  if (!respondsToSignals(mark.pid)) return false;
  const found = await readProcess(mark.pid);
  if (found === undefined) return mark.start === "";
  return found.start === mark.start && !ENDED.has(found.state);
}

/** `value` as a mark, if it is one. */
export function parseMark(value: unknown): ProcessMark | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { pid, start, space } = value as Partial<Record<keyof ProcessMark, unknown>>;
  const valid =
    Number.isSafeInteger(pid) && (pid as number) > 0 && typeof start === "string" && typeof space === "string";
  return valid ? { pid: pid as number, start, space } : undefined;
}

async function readOwnMark(): Promise<ProcessMark> {
  const found = await readProcess(process.pid);
  return { pid: process.pid, start: found?.start ?? "", space: await readSpace() };
}

async function readSpace(): Promise<string> {
  try {
    const machine = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
    return `${machine.trim()} ${await readlink("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}

async function readProcess(pid: number): Promise<{ readonly state: string; readonly start: string } | undefined> {
  try {
    const line = await limited(() => readFile(`/proc/${pid}/stat`, "utf8"));
    // The second field is the program's name in parentheses, which can hold spaces and parentheses itself.
    const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
    const [state, start] = [fields[0], fields[19]];
    return state === undefined || start === undefined ? undefined : { state, start };
  } catch {
    return undefined;
  }
}

function respondsToSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}
