import { describeApproved, listApproved } from "../../operator/approved.js";
import { readArguments } from "../arguments.js";
import type { Command } from "../command.js";
import { openDesk, QUEUE_HELP } from "../desk.js";
import { exit } from "../exit-codes.js";
import { safeJson } from "../safe-json.js";

/** `outbound-dlp approved`: what the proxies of a queue remember. */
export const command: Command = {
  name: "approved",
  summary: "List the values that are approved now, by fingerprint",
  usage: [
    "Usage: outbound-dlp approved [--queue QUEUE] [--json]",
    "",
    "Asks each running proxy of the queue what it remembers: the fingerprint that the report showed, since when, for which",
    "host, and the bounds of the approval. `outbound-dlp revoke FINGERPRINT` takes one back.",
    "",
    `${QUEUE_HELP}  --json           a JSON array of fingerprint, grant and addedAt (ISO 8601)`,
    "",
    "Exit codes: 0 done, also when nothing is approved; 2 usage; 3 queue unusable, or a proxy does not say.",
    "",
  ].join("\n"),
  async run(argv, io) {
    const args = readArguments(argv, { queue: { type: "string" }, json: { type: "boolean" } });
    const values = await listApproved(await openDesk(args, io));
    const lines = values.map((value) => `${describeApproved(value)}\n`).join("");
    io.stdout.write(args.options.json === true ? `${safeJson(values)}\n` : lines || "Nothing is approved.\n");
    return exit.done;
  },
};
