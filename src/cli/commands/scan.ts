import type { Confidence } from "../../types.js";
import { type Arguments, readArguments, textOption } from "../arguments.js";
import type { Command } from "../command.js";
import { DETECTION_HELP, DETECTION_OPTIONS, detectionOf } from "../detection/options.js";
import { UsageError } from "../errors.js";
import { exit } from "../exit-codes.js";
import { FORMATS, type Format } from "../input/entry.js";
import { guessFormat, readEntries } from "../input/format.js";
import { readInput } from "../input/read-input.js";
import { safeJson } from "../safe-json.js";
import { scanEntries } from "../scan-report.js";
import { describeScan } from "../scan-summary.js";

const LEVELS = ["verified", "high", "medium", "low"] as const satisfies readonly Confidence[];

/** `outbound-dlp scan`: what the guard would hold in recorded requests, or in any text. */
export const command: Command = {
  name: "scan",
  summary: "Scan recorded requests (HAR, curl, HTTP message) or any text",
  usage: [
    "Usage: outbound-dlp scan FILE|- [--format har|http|curl|raw] [--min-confidence LEVEL] [--json] [DETECTION]",
    "",
    "Says what would be held: the detector, why, where, and never the value. - reads standard input.",
    "",
    "  --format FORMAT         how to read the input (default: guessed from how it begins)",
    "                            har   HTTP Archive 1.2: the requests of every entry",
    "                            http  HTTP/1.1 request messages",
    "                            curl  curl commands, as browsers copy them; files that they name are not read",
    "                            raw   any text",
    "  --min-confidence LEVEL  verified, high, medium (default) or low: weaker findings are left out",
    "  --json                  one JSON object: version 1, format, verdict (clear or hold) and entries, each with verdict,",
    "                          method, host, path (where something was found in a request), notes (what was not read) and",
    "                          findings: detector, kind, reason, confidence, approvable, fingerprint, location (surface,",
    "                          path, decoded, start, end; in bytes)",
    "",
    "DETECTION: what is looked for, and what is trusted:",
    "",
    ...DETECTION_HELP,
    "",
    "Exit codes: 0 clear, 1 something would be held, 2 usage or unreadable input, 3 file or engine missing.",
    "",
  ].join("\n"),
  async run(argv, io) {
    const options = {
      format: { type: "string" },
      "min-confidence": { type: "string" },
      json: { type: "boolean" },
      ...DETECTION_OPTIONS,
    } as const;
    const args = readArguments(argv, options, ["FILE"]);
    const asked = oneOf(args, "format", FORMATS);
    const minConfidence = oneOf(args, "min-confidence", LEVELS) ?? "medium";
    const detection = await detectionOf(args, io);
    const bytes = await readInput(args.positionals[0] ?? "-", io.stdin, io.signal);
    const format: Format = asked ?? guessFormat(bytes);
    const report = await scanEntries(readEntries(bytes, format), format, { ...detection, minConfidence });
    io.stdout.write(args.options.json === true ? `${safeJson(report)}\n` : describeScan(report));
    return report.verdict === "clear" ? exit.done : exit.found;
  },
};

function oneOf<Value extends string>(args: Arguments, name: string, values: readonly Value[]): Value | undefined {
  const given = textOption(args, name);
  if (given === undefined) return undefined;
  const value = values.find((candidate) => candidate === given);
  if (value === undefined) throw new UsageError(`--${name} is one of: ${values.join(", ")}.`);
  return value;
}
