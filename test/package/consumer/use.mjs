// What a user's program does with the package: every entry point, a scan, and a request that waits for an approval.
import { catalogue, createGuard, memoryQueue, scanOutbound } from "outbound-dlp";
import { guardFetch, guardHandler } from "outbound-dlp/fetch";
import { checkIncoming, guardMiddleware } from "outbound-dlp/node";

const token = process.argv[2];
const request = { method: "POST", url: "https://example.com/notes", body: JSON.stringify({ note: token }) };
const queue = memoryQueue();
const guard = createGuard({ queue, timeoutSeconds: 30 });

const held = guard.check(request);
let proposals = [];
while (proposals.length === 0) {
  await new Promise((resolve) => setTimeout(resolve, 5));
  proposals = await queue.pending();
}
const decided = await queue.decide({ id: proposals[0].id, verdict: "approve", reason: "a test's own token" });
const first = await held;
const second = await guard.check(request);
await guard.close();

console.log(
  JSON.stringify({
    detectors: catalogue.length,
    verdict: scanOutbound(request).verdict,
    clear: scanOutbound({ ...request, body: "nothing to see" }).verdict,
    decided,
    first: [first.action, first.because],
    second: [second.action, second.because],
    adapters: [guardFetch, guardHandler, checkIncoming, guardMiddleware].map((adapter) => typeof adapter),
  }),
);
