import type { Failure } from "../server/store.js";
import { MOST_GRANTS, type NewGrant, type TokenReading, type TokenStore } from "../tokens/store.js";
import { Calls } from "./calls.js";
import type { PostgresConnection } from "./connection.js";
import { postgresFailure } from "./failures.js";
import { tokensChannel } from "./token-schema.js";

/** Approved values in PostgreSQL; the tables and functions are in `token-schema.ts`. */
export class PostgresTokenStore implements TokenStore {
  readonly #postgres: PostgresConnection;
  readonly #schema: string;
  readonly #calls: Calls;

  constructor(postgres: PostgresConnection, schema: string) {
    this.#postgres = postgres;
    this.#schema = schema;
    this.#calls = new Calls(postgres, schema);
  }

  async put({ id, fingerprint, record, keepMs, uses }: NewGrant): Promise<"kept" | "full"> {
    const args = [id, fingerprint, record, keepMs ?? null, uses ?? null, MOST_GRANTS];
    return (await this.#calls.texts("tokens_put", args))[0] === "full" ? "full" : "kept";
  }

  async read(known: string): Promise<TokenReading> {
    const [first, ...rest] = await this.#calls.rows("tokens_read", [known]);
    const state = first?.id ?? "";
    if (state === known) return { state, grants: undefined };
    const grants = rest.map(({ id, record, left_ms: left, uses_left: uses }) => ({
      id: id ?? "",
      record: record ?? "",
      leftMs: numberOf(left),
      usesLeft: numberOf(uses),
    }));
    return { state, grants };
  }

  async take(id: string): Promise<boolean> {
    return (await this.#calls.texts("tokens_take", [id]))[0] === "true";
  }

  async give(id: string, uses: number): Promise<void> {
    await this.#calls.texts("tokens_give", [id, uses]);
  }

  async spent(id: string, uses: number): Promise<void> {
    await this.#calls.texts("tokens_spent", [id, uses]);
  }

  async revoke(what: { readonly fingerprint: string } | { readonly ids: readonly string[] }): Promise<void> {
    await this.#calls.texts("tokens_revoke", "ids" in what ? ["", what.ids] : [what.fingerprint, []]);
  }

  listen(heard: () => void): Promise<void> {
    return this.#postgres.listen(tokensChannel(this.#schema), heard);
  }

  failure(error: unknown): Failure {
    return postgresFailure(error);
  }

  reset(): void {
    this.#postgres.reset();
  }

  async close(): Promise<void> {
    this.#postgres.close();
  }
}

function numberOf(text: string | null | undefined): number | undefined {
  return text === null || text === undefined ? undefined : Number(text);
}
