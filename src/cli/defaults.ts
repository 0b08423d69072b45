import { homedir } from "node:os";
import { join } from "node:path";

/** The queue's directory when no `--queue` names one: `OUTBOUND_DLP_QUEUE`, else `.outbound-dlp/queue` in the home directory. */
export function defaultQueueDirectory(env: NodeJS.ProcessEnv): string {
  return env.OUTBOUND_DLP_QUEUE ?? join(homedir(), ".outbound-dlp", "queue");
}
