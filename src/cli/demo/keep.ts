import { once } from "node:events";
import { basename } from "node:path";
import type { GuardEvent } from "../../types.js";
import { shellQuote } from "../shell-quote.js";
import { chatMessage, madeUpToken } from "./secrets.js";
import { setStage } from "./stage.js";

/** Leaves everything running, for a person to send requests and to decide, until `signal` aborts. */
export async function keepRunning(out: NodeJS.WritableStream, program: string, signal: AbortSignal): Promise<void> {
  const say = (line: string): void => void out.write(`${line}\n`);
  const stage = await setStage({
    onEvent: (event) => say(`  ${describe(event)}`),
    onReceived: (bytes) => say(`  The upstream received a request with ${bytes} bytes of body.`),
  });
  try {
    const message = chatMessage(`Clone the repository with ${madeUpToken()}, please.`);
    say("A gateway and an upstream are running, on this machine alone. The token below was made up for this run.");
    say("\nIn a second terminal, send a request with it. It will wait there:\n");
    say(
      `  curl --noproxy '' --proxy ${stage.gateway} -H 'content-type: application/json' --data ${shellQuote(message)} ${stage.upstream.url}`,
    );
    say("\nIn a third terminal, decide:\n");
    say(`  ${program} supervise --queue ${shellQuote(stage.queueDirectory)}`);
    say("\nWhat happens (Ctrl-C ends it and removes everything):\n");
    if (!signal.aborted) await once(signal, "abort");
  } finally {
    await stage.close();
  }
}

const HAPPENINGS: Readonly<Record<GuardEvent["type"], string>> = {
  held: "A request is held.",
  released: "A held request was released",
  denied: "A request was denied",
  malformed: "An answer could not be read",
  "queue-error": "The queue failed",
};

function describe({ type, because }: GuardEvent): string {
  const words = HAPPENINGS[type];
  return because === undefined || type === "held" ? words : `${words}: ${because}.`;
}

/** How this program was started, to be typed again: `node dist/cli/main.js`, or its name when it is installed. */
export function programWords([, script = ""]: readonly string[]): string {
  return basename(script) === "outbound-dlp" ? "outbound-dlp" : `node ${shellQuote(script)}`;
}
