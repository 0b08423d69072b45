import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GuardEvent, GuardOptions, Proposal, SupervisorDesk } from "../../types.js";
import { UnableError } from "../errors.js";
import { keptAuthority } from "../gateway/certificate-authority.js";
import { loadAdapter } from "../gateway/load-mockttp.js";
import { startUpstream, type Upstream } from "./upstream.js";

/** Everything that the demonstration runs on: all of it real, all on loopback, nothing kept. */
export interface Stage {
  readonly upstream: Upstream;
  /** The gateway whose requests a supervisor decides. */
  readonly gateway: string;
  readonly certPath: string;
  readonly queueDirectory: string;
  readonly desk: SupervisorDesk;
  /** One more gateway, with other settings for its guard. */
  open(options: GuardOptions): Promise<string>;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly timeoutSeconds?: number;
  readonly onEvent?: (event: GuardEvent) => void;
  readonly onReceived?: (bytes: number) => void;
}

export async function setStage({ onReceived, ...options }: StageOptions = {}): Promise<Stage> {
  const { createGateway } = await loadAdapter();
  const { createGuard, fileQueue, scanText } = await import("../../index.js");
  scanText(""); // Without its engine every request would be denied: better said now.
  const directory = await mkdtemp(join(tmpdir(), "outbound-dlp-demo-"));
  const closers: (() => Promise<unknown>)[] = [() => rm(directory, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const upstream = await startUpstream(onReceived);
    closers.push(() => upstream.close());
    const ca = await keptAuthority(join(directory, "ca"));
    const open = async (guardOptions: GuardOptions): Promise<string> => {
      const guard = createGuard(guardOptions);
      closers.push(() => guard.close());
      const gateway = await createGateway({ guard, ca });
      closers.splice(-1, 0, () => gateway.close());
      return gateway.url;
    };
    const queueDirectory = join(directory, "queue");
    const gateway = await open({ ...options, queue: fileQueue(queueDirectory) });
    // The supervisor's side is a second queue on the same directory, as another process would have it.
    const desk = fileQueue(queueDirectory);
    return { upstream, gateway, certPath: ca.certPath, queueDirectory, desk, open, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The next proposal that waits for a decision. Rejects with UnableError when none comes in time. */
export async function nextProposal(desk: SupervisorDesk, milliseconds = 20_000): Promise<Proposal> {
  const signal = AbortSignal.timeout(milliseconds);
  const changes = desk.changes(signal)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const [proposal] = await desk.pending();
      if (proposal !== undefined) return proposal;
      if ((await changes.next()).done === true)
        throw new UnableError("The gateway proposed nothing to the supervisor, so the demonstration cannot go on.");
    }
  } finally {
    await changes.return?.();
  }
}
