import { revokeApproved } from "../../operator/approved.js";
import { readArguments, textOption } from "../arguments.js";
import type { Command } from "../command.js";
import { OPERATOR_HELP, openDesk, operatorName, QUEUE_HELP } from "../desk.js";
import { exit } from "../exit-codes.js";

/** `outbound-dlp revoke`: takes an approval back. */
export const command: Command = {
  name: "revoke",
  summary: "Take back what was approved: the value is held again",
  usage: [
    "Usage: outbound-dlp revoke FINGERPRINT [--reason TEXT] [--operator NAME] [--queue QUEUE]",
    "",
    "Makes the proxies of the queue forget the value with this fingerprint, at once: the next request that carries it is held",
    "again. What has been forwarded stays forwarded. `outbound-dlp approved` shows the fingerprints.",
    "",
    "  --reason TEXT    why; kept in the audit",
    `${OPERATOR_HELP}${QUEUE_HELP}`,
    "Exit codes: 0 forgotten, 2 usage, 3 queue unusable or a proxy did not confirm, 4 no proxy remembers such a value.",
    "",
  ].join("\n"),
  async run(argv, io) {
    const args = readArguments(
      argv,
      { queue: { type: "string" }, operator: { type: "string" }, reason: { type: "string" } },
      ["FINGERPRINT"],
    );
    const [fingerprint = ""] = args.positionals;
    const reason = textOption(args, "reason");
    const desk = await openDesk(args, io);
    const outcome = await revokeApproved(desk, {
      fingerprint,
      operator: operatorName(args),
      ...(reason === undefined ? {} : { reason }),
    });
    if (outcome === "revoked") io.stdout.write("Revoked: the value is held again from now on.\n");
    else io.stderr.write("No running proxy remembers a value with this fingerprint; nothing was recorded.\n");
    return outcome === "revoked" ? exit.done : exit.gone;
  },
};
