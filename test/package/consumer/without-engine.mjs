// re2 was installed and never built: the package can be imported, and lets nothing out.
import { createServer } from "node:http";
import { createGuard, EngineUnavailableError, memoryQueue, scanOutbound } from "outbound-dlp";
import { guardFetch } from "outbound-dlp/fetch";

let reached = 0;
const upstream = createServer((_, response) => {
  reached += 1;
  response.end("reached");
});
await new Promise((resolve) => upstream.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${upstream.address().port}/`;

function errorOf(scan) {
  try {
    scan();
    return undefined;
  } catch (error) {
    return {
      known: error instanceof EngineUnavailableError,
      code: error.code,
      message: error.message,
      cause: "cause" in error,
    };
  }
}

const outcome = { error: errorOf(() => scanOutbound({ method: "GET", url })) };
try {
  const guard = createGuard({ queue: memoryQueue(), timeoutSeconds: 5 });
  const verdict = await guard.check({ method: "GET", url });
  const response = await guardFetch(guard, fetch)(url);
  outcome.verdict = verdict;
  outcome.status = response.status;
  await guard.close();
} catch (error) {
  outcome.guardError = error.code;
}
upstream.close();
upstream.closeAllConnections();
console.log(JSON.stringify({ ...outcome, reached }));
