import type { Proposal, TokenAllowPayload } from "../types.js";
import { isShownWhole, printableLine, printableLines } from "./printable.js";

/** The one tool whose proposals can be decided here. */
export const DECIDABLE_TOOL: TokenAllowPayload["tool"] = "egress-token-allow";

/** A proposal as an operator's screen shows it: every string printable and bounded. */
export interface Report {
  readonly id: string;
  /** What it shows. */
  readonly proposal: Proposal;
  readonly tool: string;
  /** false: a proposal of another tool, or one whose report cannot be read, or not to its end. It is listed, and decided elsewhere. */
  readonly decidable: boolean;
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly detector: string;
  readonly lines: readonly string[];
  /** Milliseconds since the epoch; 0 when the proposal does not say. */
  readonly createdAt: number;
  /** Milliseconds since the epoch; 0 when the proposal does not say. */
  readonly expiresAt: number;
}

/** Reads a proposal without trust in its shape: it may come from another program. Undefined when it has no id. */
export function toReport(proposal: Proposal): Report | undefined {
  const { id, tool } = proposal;
  if (typeof id !== "string" || id === "") return undefined;
  const payload: unknown = proposal.payload;
  const text = field(payload, "text");
  const lines = printableLines(text);
  const isReadable = isShownWhole(text) && lines.some((line) => line.trim() !== "");
  const expiresAt = instant(proposal.expiresAt);
  return {
    id,
    proposal,
    tool: printableLine(tool, 60),
    decidable: tool === DECIDABLE_TOOL && isReadable && expiresAt > 0,
    host: printableLine(field(payload, "host"), 255),
    method: printableLine(field(payload, "method"), 20),
    path: printableLine(field(payload, "path"), 500),
    detector: printableLine(field(payload, "detector"), 100),
    lines,
    createdAt: instant(proposal.createdAt),
    expiresAt,
  };
}

/** Time left as people read it: "4 min 05 s", "59 s". */
export function timeLeft(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
  return `${Math.floor(seconds / 3600)} h ${String(Math.floor((seconds % 3600) / 60)).padStart(2, "0")} min`;
}

function instant(value: unknown): number {
  const parsed = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? 0 : parsed;
}

function field(payload: unknown, name: string): unknown {
  if (typeof payload !== "object" || payload === null) return undefined;
  return (payload as Record<string, unknown>)[name];
}
