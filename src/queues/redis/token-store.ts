import { isHung } from "../server/patience.js";
import { randomName } from "../server/records.js";
import type { Failure } from "../server/store.js";
import { MOST_GRANTS, type NewGrant, type StoredGrant, type TokenReading, type TokenStore } from "../tokens/store.js";
import type { RedisConnection } from "./connection.js";
import { redisFailure } from "./failures.js";
import { GIVE, PUT, READ_GRANTS, REVOKE, SPENT, TAKE } from "./token-scripts.js";

/** Keys, each after the prefix and "tokens:", in the order of the scripts' KEYS. */
const KEYS = ["record", "name", "left", "ends", "revoked", "state", "unspent"] as const;

/** Approved values in Redis; told of on the channel `tokens`. */
export class RedisTokenStore implements TokenStore {
  readonly #redis: RedisConnection;
  readonly #prefix: string;

  constructor(redis: RedisConnection, prefix: string) {
    this.#redis = redis;
    this.#prefix = prefix;
  }

  async put({ id, fingerprint, record, keepMs, uses }: NewGrant): Promise<"kept" | "full"> {
    const bounds = [
      keepMs === undefined ? "" : String(keepMs),
      uses === undefined ? "" : String(uses),
      String(MOST_GRANTS),
    ];
    return (await this.#change(PUT, [id, fingerprint, record, ...bounds])) === "full" ? "full" : "kept";
  }

  async read(known: string): Promise<TokenReading> {
    const [state = "", ...rest] = texts(await this.#run("EVAL_RO", READ_GRANTS, [known]));
    if (state === known) return { state, grants: undefined };
    const grants: StoredGrant[] = [];
    for (let i = 0; i + 3 < rest.length; i += 4) {
      const [id, record, left, uses] = [rest[i]!, rest[i + 1]!, rest[i + 2]!, rest[i + 3]!];
      grants.push({ id, record, leftMs: numberOf(left), usesLeft: numberOf(uses) });
    }
    return { state, grants };
  }

  async take(id: string): Promise<boolean> {
    return (await this.#change(TAKE, [id])) === 1;
  }

  async give(id: string, uses: number): Promise<void> {
    await this.#change(GIVE, [id, String(uses)]);
  }

  async spent(id: string, uses: number): Promise<void> {
    await this.#change(SPENT, [id, String(uses)]);
  }

  async revoke(what: { readonly fingerprint: string } | { readonly ids: readonly string[] }): Promise<void> {
    await this.#change(REVOKE, "ids" in what ? ["", ...what.ids] : [what.fingerprint]);
  }

  listen(heard: () => void): Promise<void> {
    return this.#redis.subscribe(`${this.#prefix}tokens`, heard);
  }

  failure(error: unknown): Failure {
    return redisFailure(isHung(error) ? (this.#redis.lastError ?? error) : error);
  }

  reset(): void {
    this.#redis.reset();
  }

  async close(): Promise<void> {
    this.#redis.close();
  }

  #change(script: string, args: readonly string[]): Promise<unknown> {
    return this.#run("EVAL", script, [randomName(), `${this.#prefix}tokens`, ...args]);
  }

  #run(command: "EVAL" | "EVAL_RO", script: string, args: readonly string[]): Promise<unknown> {
    const keys = KEYS.map((key) => `${this.#prefix}tokens:${key}`);
    return this.#redis.send([command, script, String(keys.length), ...keys, ...args]);
  }
}

function texts(reply: unknown): string[] {
  return Array.isArray(reply) ? reply.map((text: unknown) => (typeof text === "string" ? text : "")) : [];
}

/** A text that is no number, which nobody here writes, allows nothing. */
function numberOf(text: string): number | undefined {
  if (text === "") return undefined;
  return Number.isFinite(Number(text)) ? Number(text) : 0;
}
