import { setTimeout as sleep } from "node:timers/promises";
import { PATIENCE_MS, type Switchboard } from "../calls/desk.js";
import { CALL_BYTES, type Call, callRecord, parseCall, REPLY_BYTES, replyTo } from "../calls/messages.js";
import type { SharedApprovals } from "../shared-approvals.js";
import { attempt } from "./patience.js";
import { parseObject, randomName } from "./records.js";
import type { QueueStore } from "./store.js";

/** How often a proxy looks for calls, whether it is told of any or not, in milliseconds; longest time that one look may take. */
const LOOK_MS = 1_000;
const LOOKING_MS = 2_000;

/** How often a desk looks for a reply, in milliseconds. */
const REPLY_MS = 20;

/** How long a call is kept, in milliseconds: a revocation until a proxy that was cut off has come back. */
const KEEP_MS = { list: 2 * PATIENCE_MS, revoke: 3_600_000 } as const;

/** The proxy's side: says what its guards remember, and makes them forget. Keeps no process running. */
export class CallAnswerer {
  readonly #store: QueueStore;
  readonly #boot: string;
  readonly #approvals: SharedApprovals;
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;
  #isAsked = false;
  #isCallable = false;
  #listening: Promise<void> | undefined;

  constructor(store: QueueStore, boot: string, approvals: SharedApprovals) {
    this.#store = store;
    this.#boot = boot;
    this.#approvals = approvals;
  }

  start(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => void this.#look(), LOOK_MS).unref();
    void this.#look();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Resolves once desks can call this proxy: before that, it must ask about nothing that they may want to take back. */
  async announce(): Promise<void> {
    if (this.#timer !== undefined && !this.#isCallable) await this.#answer();
  }

  async #look(): Promise<void> {
    this.#isAsked = true;
    if (this.#isLooking) return;
    this.#isLooking = true;
    while (this.#isAsked && this.#timer !== undefined) {
      this.#isAsked = false;
      // What fails is looked for again in a second. Until then the desk has no reply, and says so.
      await attempt(LOOKING_MS, () => this.#answer()).catch(() => {});
    }
    this.#isLooking = false;
  }

  async #answer(): Promise<void> {
    this.#listen();
    const calls = await this.#store.calls(this.#boot);
    this.#isCallable = true;
    for (const { id, json } of calls) {
      const call = json.length > CALL_BYTES ? undefined : parseCall(parseObject(json), this.#boot);
      // What is no call stays without a reply until the server forgets it.
      if (call === undefined || call === "another's" || this.#timer === undefined) continue;
      await this.#store.reply(this.#boot, id, replyTo(call, this.#approvals));
    }
  }

  /** Without notifications each call is answered a moment later. */
  #listen(): void {
    if (this.#listening !== undefined) return;
    const listening = this.#store.listen("calls", this.#boot, () => void this.#look());
    this.#listening = listening;
    listening.catch(() => {
      if (this.#listening === listening) this.#listening = undefined;
    });
  }
}

/** Makes a call to the server, again while what is wrong may pass. */
type Persist = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** The proxies of a server, as desks reach them. */
export function serverSwitchboard(store: QueueStore, persist: Persist): Switchboard {
  const ask = async <Reply>(
    boot: string,
    call: Call,
    parse: (value: unknown) => Reply | undefined,
  ): Promise<Reply | undefined> => {
    const id = randomName();
    let reply: Reply | undefined;
    try {
      await persist(() => store.call(boot, id, callRecord(boot, call), KEEP_MS[call.do]));
      for (const end = performance.now() + PATIENCE_MS; performance.now() < end && reply === undefined; ) {
        await sleep(REPLY_MS);
        const json = await persist(() => store.replyTo(id, REPLY_BYTES));
        reply = json === undefined ? undefined : parse(parseObject(json));
      }
      return reply;
    } finally {
      if (reply !== undefined || call.do === "list") await store.hangUp(boot, id).catch(() => {});
    }
  };
  return {
    boots: () => persist(() => store.callable()),
    ask,
    note: (line) => persist(() => store.note(line)),
    shared: {
      has: (fingerprint) => persist(() => store.isShared(fingerprint)),
      revoke: (fingerprint) => persist(() => store.revokeShared(fingerprint)),
    },
  };
}
