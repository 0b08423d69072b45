/** A guard in front of a real upstream, in this process: requests come in over real connections, and what is forwarded goes out over them. */

import { createServer, request } from "node:http";
import { onTestFinished } from "vitest";
import { checkIncoming } from "../../../src/adapters/node.js";
import { createGuardWith } from "../../../src/approval/index.js";
import type { ApprovalQueue, Guard, GuardOptions } from "../../../src/types.js";
import { closeServer, listen, startUpstream, type Upstream } from "../../adapters/support/upstream.js";
import { scanning } from "../../approval/support/scanner.js";

export interface Front {
  readonly port: number;
  readonly upstream: Upstream;
  readonly guard: Guard;
  readonly causes: string[];
}

/** The causes of denials, in `causes`, are all that the client could learn besides the 403. */
export async function frontOf(queue: ApprovalQueue, options: GuardOptions = {}): Promise<Front> {
  const upstream = await startUpstream();
  const guard = createGuardWith(scanning, { queue, timeoutSeconds: 20, ...options });
  const causes: string[] = [];
  const server = createServer((req, res) => {
    void checkIncoming(guard, req, { url: ({ url }) => `${upstream.origin}${url}` }).then(({ verdict, body }) => {
      causes.push(verdict.because);
      if (verdict.action !== "forward") {
        res.writeHead(403).end(verdict.message);
        return;
      }
      const out = request(`${upstream.origin}${req.url}`, { method: "POST" }, (answer) => {
        res.writeHead(answer.statusCode ?? 502);
        answer.pipe(res);
      });
      out.on("error", () => res.destroy());
      out.end(body);
    });
  });
  const port = await listen(server);
  onTestFinished(async () => {
    await guard.close();
    await closeServer(server);
    await upstream.close();
  });
  return { port, upstream, guard, causes };
}
