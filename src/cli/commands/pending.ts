import { printableLine } from "../../operator/printable.js";
import { type Report, timeLeft } from "../../operator/report.js";
import { listReports } from "../../operator/watch.js";
import { readArguments } from "../arguments.js";
import type { Command } from "../command.js";
import { openDesk, QUEUE_HELP } from "../desk.js";
import { exit } from "../exit-codes.js";
import { safeJson } from "../safe-json.js";

/** `outbound-dlp pending`: what waits for a decision, for people and for scripts. */
export const command: Command = {
  name: "pending",
  summary: "List the proposals that wait for a decision",
  usage: [
    "Usage: outbound-dlp pending [--queue QUEUE] [--json]",
    "",
    "Shows each waiting proposal's id, time left and report.",
    "",
    `${QUEUE_HELP}  --json           a JSON array of the proposals as they stand in the queue: id, tool, createdAt,`,
    "                   expiresAt (ISO 8601) and payload",
    "",
    "Exit codes: 0 done, also when nothing waits; 2 usage; 3 queue unusable.",
    "",
  ].join("\n"),
  async run(argv, io) {
    const args = readArguments(argv, { queue: { type: "string" }, json: { type: "boolean" } });
    const desk = await openDesk(args, io);
    if (args.options.json === true) io.stdout.write(`${safeJson(await desk.pending())}\n`);
    else io.stdout.write(describe(await listReports(desk)));
    return exit.done;
  },
};

function describe(reports: readonly Report[]): string {
  if (reports.length === 0) return "Nothing waits for a decision.\n";
  return reports.map(describeOne).join("\n");
}

function describeOne(report: Report): string {
  const left = report.expiresAt === 0 ? "" : `, ${timeLeft(report.expiresAt - Date.now())} left`;
  const head = `${printableLine(report.id, 256)}  (${report.tool}${left})`;
  return `${[head, ...report.lines.map((line) => `    ${line}`)].join("\n")}\n`;
}
