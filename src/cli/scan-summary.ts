import { printableLine } from "../operator/printable.js";
import type { EntryReport, FindingReport, ScanReport } from "./scan-report.js";

/** A scan's report for people. */
export function describeScan({ entries, verdict }: ScanReport): string {
  const lines = entries.flatMap((entry, index) => describeEntry(entry, index, entries.length));
  const found = entries.reduce((count, { findings }) => count + findings.length, 0);
  const held = entries.filter((entry) => entry.verdict === "hold").length;
  const whole = entries.length === 1 ? "1 entry" : `${entries.length} entries`;
  const end =
    verdict === "clear"
      ? `Clear: nothing found in ${whole}.`
      : `Hold: ${found === 1 ? "1 finding" : `${found} findings`} in ${held} of ${whole}.`;
  return `${[...lines, end].join("\n")}\n`;
}

function describeEntry(entry: EntryReport, index: number, count: number): string[] {
  if (entry.findings.length === 0 && entry.notes.length === 0) return [];
  const target = entry.host === undefined ? "" : ` ${entry.method} ${entry.host}${entry.path}`;
  const head = count === 1 && target === "" ? [] : [`Entry ${index}${printableLine(target, 300)}`];
  return [
    ...head,
    ...entry.findings.flatMap(describeFinding),
    ...entry.notes.map((note) => `  Note: ${printableLine(note)}`),
    "",
  ];
}

function describeFinding({ detector, confidence, reason, approvable, fingerprint, location }: FindingReport): string[] {
  const decoded = location.decoded.length === 0 ? "" : `, decoded from ${location.decoded.join(", ")}`;
  const { surface, path } = location;
  const place = path === "" || path === surface ? surface : `${surface} ${path}`;
  return [
    `  ${detector} (${confidence}${approvable ? "" : ", cannot be approved"})`,
    `    ${reason}`,
    `    at ${place}, bytes ${location.start} to ${location.end}${decoded}; fingerprint ${fingerprint}`,
  ].map((line) => printableLine(line, 500));
}
