import type { Proposal } from "../../types.js";
import { type Answer, denialCause, sendThrough } from "./client.js";
import type { Narrator } from "./narrator.js";
import { chatMessage, madeUpToken } from "./secrets.js";
import { nextProposal, type Stage } from "./stage.js";

/** One step: a title that says what should happen, and what makes it happen and checks it. */
export interface Step {
  readonly title: string;
  run(stage: Stage, narrator: Narrator): Promise<void>;
}

/** The story, in order: each step starts from what the ones before it have approved. */
export function story(): readonly Step[] {
  const token = madeUpToken();
  const body = chatMessage(`Clone the repository with ${token}, please.`);
  return [
    { title: "A request without secrets passes", run: passes(chatMessage("What is the weather like?")) },
    { title: "A request with a token is held, and the supervisor sees a report", run: holdThenApprove(token, body) },
    { title: "The same token passes again, without a question", run: passes(chatMessage(`Once more: ${token}`)) },
    { title: "Another secret beside the approved one is held; the supervisor rejects it", run: holdThenReject(token) },
    { title: "A request that nobody decides about ends when its time is up", run: timesOut },
    { title: "Without a supervisor, a request with a token is denied at once", run: unsupervised },
  ];
}

function passes(body: string): Step["run"] {
  return async (stage, narrator) => {
    const answer = await sendThrough(stage.gateway, stage.upstream.url, body);
    narrator.check("the client gets the upstream's answer: 200", answer.status === 200);
    narrator.check("the upstream received exactly what was sent", stage.upstream.received.at(-1) === body);
    narrator.check("nobody was asked", (await stage.desk.pending()).length === 0);
  };
}

function holdThenApprove(token: string, body: string): Step["run"] {
  return async (stage, narrator) => {
    const { answer, proposal } = await held(stage, narrator, body);
    const shown = JSON.stringify(proposal);
    narrator.say("   What the supervisor sees:");
    narrator.quote(proposal.payload.text);
    narrator.check(
      "nothing of the token's random part is in the report",
      !windows(token).some((w) => shown.includes(w)),
    );
    narrator.say('   The supervisor approves, with a reason: "a test token of mine".');
    await stage.desk.decide({ id: proposal.id, verdict: "approve", reason: "a test token of mine", operator: "demo" });
    narrator.check("the client, which has waited, gets the upstream's answer: 200", (await answer).status === 200);
    narrator.check("the upstream received exactly what was sent", stage.upstream.received.at(-1) === body);
  };
}

function holdThenReject(approved: string): Step["run"] {
  return async (stage, narrator) => {
    const body = chatMessage(`Use ${approved}, and if that fails ${madeUpToken()}.`);
    const before = stage.upstream.received.length;
    const { answer, proposal } = await held(stage, narrator, body);
    narrator.check("the approved one is not asked about again", (await stage.desk.pending()).length === 1);
    narrator.say("   The supervisor rejects.");
    await stage.desk.decide({ id: proposal.id, verdict: "reject", operator: "demo" });
    refused(narrator, await answer, "rejected", stage.upstream.received.length - before);
  };
}

async function timesOut(stage: Stage, narrator: Narrator): Promise<void> {
  const { fileQueue } = await import("../../index.js");
  const impatient = await stage.open({ queue: fileQueue(stage.queueDirectory), timeoutSeconds: 1 });
  narrator.say("   This gateway waits for one second only.");
  await refusedBy(impatient, stage, narrator, "timeout");
}

async function unsupervised(stage: Stage, narrator: Narrator): Promise<void> {
  await refusedBy(await stage.open({}), stage, narrator, "unsupervised");
}

async function refusedBy(gateway: string, { upstream }: Stage, narrator: Narrator, because: string): Promise<void> {
  const before = upstream.received.length;
  const answer = await sendThrough(gateway, upstream.url, chatMessage(`Try ${madeUpToken()}.`));
  refused(narrator, answer, because, upstream.received.length - before);
}

interface Held {
  readonly answer: Promise<Answer>;
  readonly proposal: Proposal;
}

/** Sends `body` and waits until it is proposed to the supervisor. */
async function held(stage: Stage, narrator: Narrator, body: string): Promise<Held> {
  let answered = false;
  const before = stage.upstream.received.length;
  const answer = sendThrough(stage.gateway, stage.upstream.url, body).finally(() => {
    answered = true;
  });
  answer.catch(() => {}); // The demonstration may end before the answer comes.
  const proposal = await nextProposal(stage.desk);
  narrator.check("the request is held: the client waits for its answer", !answered);
  narrator.check("nothing of it has reached the upstream", stage.upstream.received.length === before);
  return { answer, proposal };
}

function refused(narrator: Narrator, answer: Answer, because: string, arrived: number): void {
  narrator.say("   What the client gets:");
  narrator.quote(`${answer.status} ${answer.body.trim()}`);
  narrator.check(`the client gets a 403 that says why: "${because}"`, denialCause(answer) === because);
  narrator.check("the upstream received nothing of it", arrived === 0);
}

/** Every run of 6 characters of what is random in a token. */
function windows(token: string): string[] {
  const random = token.slice(token.indexOf("_") + 1);
  return Array.from({ length: random.length - 5 }, (_, at) => random.slice(at, at + 6));
}
