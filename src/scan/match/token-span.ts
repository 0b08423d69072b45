import type { Span } from "../view.js";

/** The group named `token`, as offsets in the view. */
export function tokenSpan(found: RegExpExecArray | { indices?: unknown }, from: number): Span | undefined {
  const groups = (found as { indices?: { groups?: Record<string, [number, number] | undefined> } }).indices?.groups;
  const token = groups?.token;
  return token && { start: from + token[0], end: from + token[1] };
}

/** Bytes as text; those that are not UTF-8 as Latin-1, so that different bytes stay different values. */
export function textOf(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString("utf8", start, end);
  return text.includes("\ufffd") ? bytes.toString("latin1", start, end) : text;
}
