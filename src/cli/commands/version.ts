import { createRequire } from "node:module";
import type { Command } from "../command.js";
import { exit } from "../exit-codes.js";

/** `outbound-dlp version`: the package's version, read from its own package.json. */
export const command: Command = {
  name: "version",
  summary: "Show the version",
  usage: "Usage: outbound-dlp version\n",
  async run(_argv, io) {
    const { version } = createRequire(import.meta.url)("outbound-dlp/package.json") as { readonly version: string };
    io.stdout.write(`${version}\n`);
    return exit.done;
  },
};
