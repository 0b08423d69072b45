import { type AuditReport, verifyAudit } from "../../queues/file/verify-audit.js";
import { type Arguments, readArguments, textOption } from "../arguments.js";
import type { Command } from "../command.js";
import { UsageError } from "../errors.js";
import { exit } from "../exit-codes.js";
import { readAnswerKeys } from "../keys/answer-keys.js";
import { queueDirectory } from "../queue.js";

const HEAD = /^(\d{1,15}):([0-9a-f]{64})$/;

/** `outbound-dlp audit`: whether the record of decisions is as the desks wrote it. */
export const command: Command = {
  name: "audit",
  summary: "Check that no line of the audit was removed or changed",
  usage: [
    "Usage: outbound-dlp audit verify [--head HEAD] [--answer-keys FILE] [--queue DIR]",
    "",
    "Reads audit.jsonl from its beginning: each line names the place where it was appended, and the hash of all before it.",
    "Prints the audit's head. Whoever can write to the queue's directory can write the whole audit anew: keep a head where",
    "they cannot reach it, and give it to the next run.",
    "",
    "  --head HEAD      the head that an earlier run printed: what it stood for must still be there, unchanged",
    "  --answer-keys FILE",
    "                   public keys, one a line: each approval and rejection must carry a signature of one of them",
    "  --queue DIR      the queue's directory (default: $OUTBOUND_DLP_QUEUE, else ~/.outbound-dlp/queue)",
    "",
    "Exit codes: 0 nothing was removed or changed, 1 something was, 2 usage, 3 queue unusable.",
    "",
  ].join("\n"),
  async run(argv, io) {
    const args = readArguments(
      argv,
      { queue: { type: "string" }, head: { type: "string" }, "answer-keys": { type: "string" } },
      ["verify"],
    );
    if (args.positionals[0] !== "verify") throw new UsageError("Say what to do with the audit: audit verify.");
    const keys = textOption(args, "answer-keys");
    const report = await verifyAudit(queueDirectory(args, io), {
      ...headOf(args),
      ...(keys === undefined ? {} : { answerKeys: await readAnswerKeys(keys) }),
    });
    for (const problem of report.problems) io.stderr.write(`${problem}\n`);
    io.stdout.write(describe(report));
    return report.problems.length === 0 ? exit.done : exit.found;
  },
};

function headOf(args: Arguments): { readonly noted?: { readonly bytes: number; readonly sha256: string } } {
  const text = textOption(args, "head");
  if (text === undefined) return {};
  const [, bytes, sha256 = ""] = HEAD.exec(text) ?? [];
  if (bytes === undefined) throw new UsageError("--head takes what `outbound-dlp audit verify` printed: BYTES:SHA256.");
  return { noted: { bytes: Number(bytes), sha256 } };
}

function describe({ decisions, cutShort, head, problems }: AuditReport): string {
  const cut = cutShort === 0 ? "" : `, and ${cutShort} ${cutShort === 1 ? "line" : "lines"} that a crash cut short`;
  const found = problems.length === 0 ? "Nothing was removed or changed." : "The audit is not as it was written.";
  return `${decisions} ${decisions === 1 ? "decision" : "decisions"}${cut}. ${found}\nHead: ${head.bytes}:${head.sha256}\n`;
}
