import { ConfigurationError } from "../../errors.js";
import { type Limited, limiter } from "../limiter.js";
import { type HeardPayload, Listener } from "./listener.js";

/** What is used of a client that a pool lends out. */
export interface PostgresClient {
  query(text: string): Promise<unknown>;
  on(event: "notification", listener: (message: { channel: string; payload?: string | undefined }) => void): unknown;
  on(event: "error" | "end", listener: () => void): unknown;
  /** `true`: the connection is closed, not lent again. */
  release(destroy?: boolean): void;
}

/** What is used of a `Pool` of the package `pg`. */
export interface PostgresPool {
  readonly options?: { readonly max?: number };
  query(text: string, values: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
  connect(): Promise<PostgresClient>;
}

/** A row whose columns are texts. */
export type Row = Readonly<Record<string, string | null>>;

/** Statements that are under way at once, each on a connection of our own pool. */
const STATEMENTS = 5;

/**
 * Connections besides: one listens, and one is left for signs of life. Without it a proxy whose statements all wait for a lock, or a slow disk,
 * counts as gone.
 */
const RESERVED = 2;

/** Longest time to connect, in milliseconds. */
const CONNECT_MS = 3_000;

/** Connections for statements, and one for notifications when it is asked for. */
export class PostgresConnection {
  /** Where our own connections lead; undefined when the pool was given. */
  readonly #url: string | undefined;
  #pool: Promise<PostgresPool> | undefined;
  #destroy: () => void = () => {};
  #limited: Limited = limiter(STATEMENTS);
  readonly #listener = new Listener(async () => (await this.#connections()).connect());
  #isClosed = false;

  constructor(server: PostgresPool | string) {
    if (typeof server === "string") this.#url = checkedUrl(server);
    else {
      this.#pool = Promise.resolve(checkedPool(server));
      this.#limited = limiter(Math.max(1, (server.options?.max ?? STATEMENTS + RESERVED) - RESERVED));
    }
  }

  query(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.#limited(() => this.queryAtOnce(text, values));
  }

  /** For a sign of life, which waits for no other statement. */
  async queryAtOnce(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    const pool = await this.#connections();
    // Without values the simple protocol takes several statements, as one transaction.
    const { rows } = await pool.query(text, values.length === 0 ? (undefined as never) : [...values]);
    return rows as readonly Row[];
  }

  listen(channel: string, heard: HeardPayload): Promise<void> {
    return this.#listener.listen(channel, heard);
  }

  /** Drops our own connections, of which one does not answer; the next statement makes new ones. */
  reset(): void {
    if (this.#url === undefined) return;
    this.#destroy();
    this.#pool = undefined;
    this.#limited = limiter(STATEMENTS); // what hangs keeps its place in the old one
  }

  close(): void {
    this.#isClosed = true;
    this.#listener.close();
    this.reset();
  }

  #connections(): Promise<PostgresPool> {
    if (this.#pool !== undefined) return this.#pool;
    const making = this.#make(this.#url!);
    this.#pool = making;
    making.catch(() => {
      if (this.#pool === making) this.#pool = undefined;
    });
    return making;
  }

  async #make(url: string): Promise<PostgresPool> {
    const { Pool } = await loadPostgres();
    const pool = new Pool({
      connectionString: url,
      max: STATEMENTS + RESERVED,
      connectionTimeoutMillis: CONNECT_MS,
      allowExitOnIdle: true,
      keepAlive: true,
      application_name: "outbound-dlp",
    });
    const clients = new Set<OwnClient>();
    pool.on("connect", (client) => clients.add(client));
    pool.on("remove", (client) => clients.delete(client));
    pool.on("error", () => {}); // an idle connection was cut: the pool makes another
    this.#destroy = () => {
      for (const client of clients) client.end().catch(() => {});
      pool.end().catch(() => {});
    };
    if (this.#isClosed) this.#destroy();
    return pool;
  }
}

interface OwnClient {
  end(): Promise<void>;
}

interface OwnPool extends PostgresPool {
  on(event: "connect" | "remove", listener: (client: OwnClient) => void): unknown;
  on(event: "error", listener: () => void): unknown;
  end(): Promise<void>;
}

interface PostgresModule {
  readonly Pool: new (options: Readonly<Record<string, unknown>>) => OwnPool;
}

async function loadPostgres(): Promise<PostgresModule> {
  try {
    return ((await import("pg")) as unknown as { readonly default: PostgresModule }).default;
  } catch {
    throw new ConfigurationError("A PostgreSQL URL needs the package pg, an optional peer: npm install pg");
  }
}

/** Throws ConfigurationError, which does not quote it: a URL may hold a password. */
function checkedUrl(url: string): string {
  // A URL whose host is a socket's directory, in the query, may have none before its path.
  const readable = url.replace("@/", "@localhost/");
  if (!/^postgres(?:ql)?:\/\//.test(url) || !URL.canParse(readable)) {
    throw new ConfigurationError(
      "A PostgreSQL URL reads postgres://user:password@host:port/database, with ?sslmode=verify-full for TLS.",
    );
  }
  return url;
}

function checkedPool(pool: PostgresPool): PostgresPool {
  const given = pool as { readonly [Name in keyof PostgresPool]?: unknown } | null | undefined;
  if (typeof given?.query !== "function" || typeof given.connect !== "function") {
    throw new ConfigurationError("Give a PostgreSQL URL, or a Pool of the package pg.");
  }
  const { options } = pool as { readonly options?: { readonly max?: unknown } };
  if (options?.max === 1) {
    throw new ConfigurationError("The pool needs 2 connections or more: one of them listens for notifications.");
  }
  return pool;
}
