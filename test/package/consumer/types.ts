// Compiled, never run: the declarations as a strict consumer sees them.
import {
  type ApprovalQueue,
  createGuard,
  createSafeTokens,
  type Detector,
  defineDetector,
  EGRESS_TOKEN_ALLOW,
  fileQueue,
  type Guard,
  memoryQueue,
  type Proposal,
  type SupervisorAnswer,
  type SupervisorDesk,
  scanOutbound,
  scanText,
} from "outbound-dlp";
import { guardFetch } from "outbound-dlp/fetch";
import { guardMiddleware } from "outbound-dlp/node";
import { postgresQueue, postgresSafeTokens } from "outbound-dlp/postgres";
import { redisQueue, redisSafeTokens } from "outbound-dlp/redis";

const detector: Detector = defineDetector({
  id: "acme-api-key",
  service: "acme",
  title: "Acme API key",
  literals: ["acme_"],
  shape: "acme_[0-9a-z]{24}",
  examples: ["acme_0123456789abcdef01234567"],
  counterExamples: ["acme_short"],
});

const both: ApprovalQueue & SupervisorDesk = memoryQueue();
const desk: SupervisorDesk = fileQueue("/nowhere");
const guard: Guard = createGuard({ queue: both, detectors: [detector], safeTokens: createSafeTokens() });
const shared: Guard = createGuard({
  queue: postgresQueue("postgres://db.example/x", { schema: "dlp", answerKeys: [] }),
  safeTokens: postgresSafeTokens("postgres://db.example/x", { key: new Uint8Array(32) }),
});
const sharedDesk: ApprovalQueue & SupervisorDesk = redisQueue("redis://db.example", { prefix: "dlp:" });
const settled: Promise<void> = redisSafeTokens("redis://db.example", { key: "x" }).settled();
const answer: SupervisorAnswer = { id: "x", verdict: "approve", reason: "why" };

// @ts-expect-error An approval needs a reason.
const unreasoned: SupervisorAnswer = { id: "x", verdict: "approve" };

export async function everything(proposal: Proposal): Promise<string> {
  const tool: "egress-token-allow" = EGRESS_TOKEN_ALLOW;
  await both.submit(proposal);
  await desk.decide(answer);
  await desk.decide(unreasoned);
  guardMiddleware(guard);
  await Promise.all([settled, sharedDesk.decide(answer), shared.close()]);
  const response: Response = await guardFetch(guard, fetch)("https://example.com/");
  const matched: string | undefined = scanOutbound({ method: "GET", url: "https://example.com/" }).matched;
  const verdict = await guard.check({ method: "GET", url: "https://example.com/" });
  if (verdict.action === "deny") return verdict.message;
  return [tool, matched, response.status, scanText("").verdict, verdict.because].join();
}
