import type { PostgresConnection, Row } from "./connection.js";
import { isMissingSchema } from "./failures.js";
import { setupSql } from "./schema.js";

/** Calls the functions of one schema; the first call makes it where it is missing. */
export class Calls {
  readonly #postgres: PostgresConnection;
  readonly #schema: string;
  #setup: Promise<unknown> | undefined;

  constructor(postgres: PostgresConnection, schema: string) {
    this.#postgres = postgres;
    this.#schema = schema;
  }

  /** What a function returns, as text: a row each. */
  async texts(name: string, args: readonly unknown[]): Promise<string[]> {
    const rows = await this.#query(`SELECT result::text FROM ${this.#called(name, args)} AS result`, args);
    return rows.map(({ result }) => result ?? "");
  }

  /** Calls a function that returns nothing, whatever else is under way. */
  async signal(name: string, args: readonly unknown[]): Promise<void> {
    await this.#query(`SELECT ${this.#called(name, args)}`, args, true);
  }

  /** What a function returns, by its columns. */
  rows(name: string, args: readonly unknown[]): Promise<readonly Row[]> {
    return this.#query(`SELECT * FROM ${this.#called(name, args)}`, args);
  }

  #called(name: string, args: readonly unknown[]): string {
    return `"${this.#schema}".${name}(${args.map((_, index) => `$${index + 1}`).join(", ")})`;
  }

  async #query(text: string, args: readonly unknown[], atOnce = false): Promise<readonly Row[]> {
    try {
      return await (atOnce ? this.#postgres.queryAtOnce(text, args) : this.#postgres.query(text, args));
    } catch (error) {
      if (!isMissingSchema(error)) throw error;
      this.#setup ??= this.#postgres.query(setupSql(this.#schema)).finally(() => {
        this.#setup = undefined;
      });
      await this.#setup;
      return this.#postgres.query(text, args);
    }
  }
}
