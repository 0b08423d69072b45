import { readArguments } from "../arguments.js";
import type { Command } from "../command.js";
import { keepRunning, programWords } from "../demo/keep.js";
import { Narrator } from "../demo/narrator.js";
import { setStage } from "../demo/stage.js";
import { story } from "../demo/steps.js";
import { exit } from "../exit-codes.js";
import { quietConsole } from "../gateway/quiet-console.js";

/** Seconds in which the demonstration decides; only a fault lets them pass. */
const PATIENCE_SECONDS = 60;

/** `outbound-dlp demo`: the whole path, shown and checked. */
export const command: Command = {
  name: "demo",
  summary: "Show how a request is held, approved and remembered, on loopback",
  usage: [
    "Usage: outbound-dlp demo [--keep]",
    "",
    "Starts an upstream server, the gateway and a client on loopback, and shows what happens to requests with and without",
    "secrets. The secrets are made up for the run. Each step is checked.",
    "",
    "  --keep  leaves the upstream and the gateway running, and prints how to send a request and how to decide about it",
    "",
    "Exit codes: 0 all went as it should, 2 usage, 3 cannot run here, 70 a step went otherwise.",
    "",
  ].join("\n"),
  async run(argv, io) {
    const args = readArguments(argv, { keep: { type: "boolean" } });
    const restoreConsole = quietConsole();
    try {
      if (args.options.keep !== true) return await play(io.stdout);
      await keepRunning(io.stdout, programWords(process.argv), io.signal);
      return exit.done;
    } finally {
      restoreConsole();
    }
  },
};

async function play(out: NodeJS.WritableStream): Promise<number> {
  const narrator = new Narrator(out);
  const stage = await setStage({ timeoutSeconds: PATIENCE_SECONDS });
  try {
    narrator.say("An upstream server, a gateway and a client are running, on this machine alone.");
    narrator.say(`  client  ->  gateway ${stage.gateway}  ->  upstream ${stage.upstream.url}`);
    narrator.say("  supervisor: decides what the gateway holds, through a queue of files");
    for (const step of story()) {
      narrator.step(step.title);
      await step.run(stage, narrator);
    }
  } finally {
    await stage.close();
  }
  narrator.end();
  return narrator.failures === 0 ? exit.done : exit.internal;
}
