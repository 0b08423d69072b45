import { createReporter } from "../approval/report/payload.js";
import type { Scanning } from "../approval/scanning.js";
import type { Confidence, Finding, Location, OutboundRequest, ScanLimits, ScanOptions, ScanResult } from "../types.js";
import type { Format, InputEntry } from "./input/entry.js";
import { INPUT_BYTES } from "./input/read-input.js";

/** What `scan --json` prints. Stable: fields are added, never changed or dropped, while `version` is 1. */
export interface ScanReport {
  readonly version: 1;
  readonly format: Format;
  /** "hold" when an entry has a finding. */
  readonly verdict: ScanResult["verdict"];
  readonly entries: readonly EntryReport[];
}

/** One request or text of the input, in its order. */
export interface EntryReport {
  readonly verdict: ScanResult["verdict"];
  /** Redacted, as the next two; absent for text, and where nothing was found. */
  readonly method?: string;
  readonly host?: string;
  readonly path?: string;
  readonly findings: readonly FindingReport[];
  /** What of the entry was not read. */
  readonly notes: readonly string[];
}

/** One finding, without its value. */
export interface FindingReport {
  readonly detector: string;
  readonly kind: Finding["kind"];
  readonly reason: string;
  readonly confidence: Confidence;
  readonly approvable: boolean;
  /** The same value has the same fingerprint within one run of the program. */
  readonly fingerprint: string;
  readonly location: Location;
}

/** Bounds for text: a file may be longer than a request's body, and hold more values than anyone would approve. */
const TEXT_LIMITS: Partial<ScanLimits> = { bodyBytes: INPUT_BYTES, findings: 1_000 };

/** Scans the entries of an input. */
export async function scanEntries(
  entries: readonly InputEntry[],
  format: Format,
  options: ScanOptions,
): Promise<ScanReport> {
  const { scanOutbound, scanText, catalogue } = await import("../index.js");
  const scanning: Scanning = { scan: scanOutbound, detectors: catalogue };

  const scanEntry = ({ request, text = "", notes }: InputEntry): EntryReport => {
    if (request !== undefined) {
      const result = scanOutbound(request, [], options);
      const { line, findings } = describe(scanning, request, result, options);
      return { verdict: result.verdict, ...line, findings, notes };
    }
    const whole: ScanOptions = { ...options, limits: TEXT_LIMITS };
    const result = scanText(text, [], whole);
    const { findings } = describe(scanning, { method: "", url: "", body: text }, result, whole);
    return { verdict: result.verdict, findings, notes };
  };

  const reports = entries.map(scanEntry);
  const verdict = reports.some((report) => report.verdict === "hold") ? "hold" : "clear";
  return { version: 1, format, verdict, entries: reports };
}

/** The findings as a supervisor would be shown them: every value in them is redacted, in paths and names too. */
function describe(
  scanning: Scanning,
  request: OutboundRequest,
  { findings }: ScanResult,
  options: ScanOptions,
): { readonly line: Pick<EntryReport, "method" | "host" | "path">; readonly findings: readonly FindingReport[] } {
  if (findings.length === 0) return { line: {}, findings: [] };
  const report = createReporter(scanning, request, options);
  let line = {};
  const described = findings.map((finding): FindingReport => {
    const { method, host, path, detector, reason, fingerprint, location } = report(finding);
    line = { method, host, path };
    const { kind, confidence, approvable } = finding;
    return { detector, kind, reason, confidence, approvable, fingerprint, location };
  });
  return { line, findings: described };
}
