import { setTimeout as sleep } from "node:timers/promises";
import type { PostgresClient } from "./connection.js";

/** Told of each notification's payload; of none (`undefined`) whenever some may have been missed. */
export type HeardPayload = (payload: string | undefined) => void;

/** The pause before listening is tried again, in milliseconds. */
const PAUSE_MS = 250;

/** One connection that listens. */
interface Line {
  /** One statement at a time: a client of pg takes no second while it runs one. */
  query(text: string): Promise<unknown>;
  /** Closes the connection; may be called again. */
  end(): void;
}

/** Listens on any number of channels over one connection, and connects again when that ends, until it is closed. */
export class Listener {
  readonly #connect: () => Promise<PostgresClient>;
  readonly #heard = new Map<string, HeardPayload>();
  #line: Promise<Line> | undefined;
  #isClosed = false;

  constructor(connect: () => Promise<PostgresClient>) {
    this.#connect = connect;
  }

  async listen(channel: string, heard: HeardPayload): Promise<void> {
    const { query } = await this.#open();
    await query(listenTo(channel));
    this.#heard.set(channel, heard);
  }

  close(): void {
    this.#isClosed = true;
    this.#line?.then(
      (line) => line.end(),
      () => {},
    );
    this.#line = undefined;
  }

  #open(): Promise<Line> {
    if (this.#line !== undefined) return this.#line;
    const line = this.#make(() => {
      if (this.#line !== line) return;
      this.#line = undefined;
      if (!this.#isClosed) void this.#again();
    });
    this.#line = line;
    line.catch(() => {
      if (this.#line === line) this.#line = undefined;
    });
    return line;
  }

  async #make(onEnd: () => void): Promise<Line> {
    const client: PostgresClient & { unref?(): void } = await this.#connect();
    let hasEnded = false;
    const end = (): void => {
      if (hasEnded) return;
      hasEnded = true;
      client.release(true);
      onEnd();
    };
    client.on("error", end);
    client.on("end", end);
    client.on("notification", ({ channel, payload }) => this.#heard.get(channel)?.(payload ?? ""));
    client.unref?.(); // it keeps no process running: who waits does
    if (this.#isClosed) end();
    return { query: oneByOne(client), end };
  }

  /** The slow reading goes on meanwhile. */
  async #again(): Promise<void> {
    while (!this.#isClosed && this.#heard.size > 0) {
      try {
        const { query } = await this.#open();
        for (const channel of this.#heard.keys()) await query(listenTo(channel));
        for (const heard of this.#heard.values()) heard(undefined);
        return;
      } catch {
        await sleep(PAUSE_MS, undefined, { ref: false });
      }
    }
  }
}

function oneByOne(client: PostgresClient): Line["query"] {
  let last: Promise<unknown> = Promise.resolve();
  return (text) => {
    const query = last.then(() => client.query(text));
    last = query.catch(() => {});
    return query;
  };
}

function listenTo(channel: string): string {
  return `LISTEN "${channel}"`;
}
