import { resolve } from "node:path";
import { answerKeyOf } from "../../answer-signature.js";
import { readArguments } from "../arguments.js";
import type { Command } from "../command.js";
import { UsageError } from "../errors.js";
import { exit } from "../exit-codes.js";
import { readPrivateKey, writePrivateKey } from "../keys/private-key.js";
import { defaultOperatorName } from "../operator-name.js";

/** `outbound-dlp keys`: the key pair with which a supervisor signs answers. */
export const command: Command = {
  name: "keys",
  summary: "Make the key pair that signs answers, or show its public half",
  usage: [
    "Usage: outbound-dlp keys new FILE",
    "       outbound-dlp keys list FILE",
    "",
    "new makes an Ed25519 key pair: the private key goes to FILE, a new one with mode 0600, and the public key to standard",
    "output. list prints the public key of FILE again. Both print a line for the file that gateway --answer-keys names.",
    "",
    "  outbound-dlp keys new ~/.outbound-dlp/answer.key >> answer-keys      # as the person who decides",
    "  outbound-dlp gateway --answer-keys answer-keys                       # as the user of the proxy",
    "  outbound-dlp supervise --key ~/.outbound-dlp/answer.key",
    "",
    "Keep FILE where the programs behind the gateway cannot read it: whoever has it can approve.",
    "Exit codes: 0 done, 2 usage or not an Ed25519 key, 3 FILE exists, is open to others or cannot be read.",
    "",
  ].join("\n"),
  async run(argv, io) {
    const [action, path = ""] = readArguments(argv, {}, ["new|list", "FILE"]).positionals;
    if (action !== "new" && action !== "list")
      throw new UsageError("Say what to do with the key: keys new FILE, or keys list FILE.");
    const publicKey = action === "new" ? await writePrivateKey(path) : answerKeyOf(await readPrivateKey(path));
    io.stdout.write(`${publicKey} ${defaultOperatorName()}\n`);
    if (action === "new") io.stderr.write(`The private key is in ${resolve(path)}. Whoever has it can approve.\n`);
    return exit.done;
  },
};
