import { ConfigurationError } from "../../errors.js";

/** What is used of a client of the package `redis` (node-redis 5 and later): what `createClient` gives is one. */
export interface RedisClient {
  readonly isOpen: boolean;
  sendCommand(args: string[], options?: { readonly typeMapping?: object }): Promise<unknown>;
  duplicate(): RedisClient;
  connect(): Promise<unknown>;
  subscribe(channel: string, listener: (message: string) => void): Promise<unknown>;
  on(event: "error" | "ready", listener: (error: unknown) => void): unknown;
  unref(): void;
  destroy(): void;
}

/** Longest time to connect, and longest pause between two tries, in milliseconds. */
const CONNECT_MS = 3_000;
const LAST_PAUSE_MS = 500;

/** Replies after which it makes no sense to try the same connection again. */
const REFUSED = /^(?:WRONGPASS|NOAUTH|NOPERM|ERR)\b/;

/** A connection for commands, and one for notifications when it is asked for. */
export class RedisConnection {
  /** Where our own connections lead; undefined when the commands' client was given. */
  readonly #url: string | undefined;
  #client: RedisClient | undefined;
  #making: Promise<RedisClient> | undefined;
  #subscriber: Promise<RedisClient> | undefined;
  #isClosed = false;
  /** Why our own connection does not come about. */
  #lastError: unknown;

  constructor(server: RedisClient | string) {
    if (typeof server === "string") this.#url = checkedUrl(server);
    else this.#client = checkedClient(server);
  }

  async send(args: readonly string[]): Promise<unknown> {
    const client = await this.#commands();
    try {
      return await client.sendCommand([...args], PLAIN);
    } catch (error) {
      throw this.#lastError !== undefined && !client.isOpen ? this.#lastError : error;
    }
  }

  /** Why nothing comes about, where that is known. */
  get lastError(): unknown {
    return this.#lastError;
  }

  /** Calls `heard` for each message, and with no message whenever some may have been missed. */
  async subscribe(channel: string, heard: (message: string | undefined) => void): Promise<void> {
    this.#subscriber ??= this.#makeSubscriber();
    const making = this.#subscriber;
    try {
      const subscriber = await making;
      await subscriber.subscribe(channel, heard);
      subscriber.on("ready", () => heard(undefined));
    } catch (error) {
      if (this.#subscriber === making) this.#subscriber = undefined;
      making.then(destroy, () => {});
      throw error;
    }
  }

  /** Drops our own connection for commands, which does not answer; the next command makes a new one. */
  reset(): void {
    if (this.#url === undefined) return;
    if (this.#client !== undefined) destroy(this.#client);
    this.#client = undefined;
    this.#making = undefined;
  }

  close(): void {
    this.#isClosed = true;
    this.reset();
    this.#subscriber?.then(destroy, () => {});
    this.#subscriber = undefined;
  }

  async #commands(): Promise<RedisClient> {
    if (this.#url === undefined) return this.#client!;
    if (this.#client?.isOpen) return this.#client;
    this.#making ??= this.#make(this.#url).finally(() => {
      this.#making = undefined;
    });
    return this.#making;
  }

  async #make(url: string): Promise<RedisClient> {
    const { createClient } = await loadRedis();
    const reconnectStrategy = (retries: number, cause: Error): number | false =>
      REFUSED.test(cause.message) ? false : Math.min(25 * 2 ** retries, LAST_PAUSE_MS);
    const client = createClient({ url, socket: { connectTimeout: CONNECT_MS, reconnectStrategy } });
    this.#lastError = undefined;
    client.on("error", (error: unknown) => {
      this.#lastError = error;
    });
    client.on("ready", () => {
      this.#lastError = undefined;
      client.unref();
    });
    client.connect().catch(() => {}); // commands wait for it, and the last error says why it fails
    this.#client = client;
    if (this.#isClosed) destroy(client);
    return client;
  }

  async #makeSubscriber(): Promise<RedisClient> {
    const subscriber = (await this.#commands()).duplicate();
    subscriber.on("error", () => {}); // it connects again by itself; the slow reading goes on without it
    subscriber.on("ready", () => subscriber.unref());
    await subscriber.connect();
    if (this.#isClosed) destroy(subscriber);
    return subscriber;
  }
}

/** Replies as strings, whatever the given client makes of its own. */
const PLAIN = Object.freeze({ typeMapping: Object.freeze({}) });

function destroy(client: RedisClient): void {
  if (client.isOpen) client.destroy();
}

interface RedisModule {
  createClient(options: {
    readonly url: string;
    readonly socket: {
      readonly connectTimeout: number;
      readonly reconnectStrategy: (retries: number, cause: Error) => number | false;
    };
  }): RedisClient;
}

async function loadRedis(): Promise<RedisModule> {
  try {
    return (await import("redis")) as unknown as RedisModule;
  } catch {
    throw new ConfigurationError("A Redis URL needs the package redis, an optional peer: npm install redis");
  }
}

/** Throws ConfigurationError, which does not quote it: a URL may hold a password. */
function checkedUrl(url: string): string {
  if (!URL.canParse(url) || !["redis:", "rediss:"].includes(new URL(url).protocol)) {
    throw new ConfigurationError(
      "A Redis URL reads rediss://user:password@host:port/database, or redis:// without TLS.",
    );
  }
  return url;
}

const FUNCTIONS = ["sendCommand", "duplicate", "connect", "subscribe", "on"] as const;

function checkedClient(client: RedisClient): RedisClient {
  const given = client as Partial<RedisClient> | null | undefined;
  if (FUNCTIONS.some((name) => typeof given?.[name] !== "function")) {
    throw new ConfigurationError("Give a Redis URL, or a client that createClient of the package redis made.");
  }
  return client;
}
