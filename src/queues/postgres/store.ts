import { type AuditLine, PROPOSAL_BYTES } from "../file/envelopes.js";
import { isFileId } from "../file/names.js";
import { LEASE_MS } from "../server/lease.js";
import { ANSWER_BYTES } from "../server/records.js";
import type {
  Decision,
  Failure,
  Heard,
  Outcome,
  QueueStore,
  Reading,
  StoredCall,
  StoredProposal,
  Submission,
  Topic,
} from "../server/store.js";
import { callsChannel } from "./call-schema.js";
import { Calls } from "./calls.js";
import type { PostgresConnection } from "./connection.js";
import { postgresFailure } from "./failures.js";
import { answersChannel, changesChannel } from "./schema.js";

/** Least time between two notifications of changes, in milliseconds: the server sends them one after the other, each for all. */
const TELL_MS = 20;

/** A queue in one schema of a PostgreSQL database; the tables and functions are in `schema.ts`. */
export class PostgresStore implements QueueStore {
  readonly #postgres: PostgresConnection;
  readonly #schema: string;
  readonly #calls: Calls;
  #telling: NodeJS.Timeout | undefined;

  constructor(postgres: PostgresConnection, schema: string) {
    this.#postgres = postgres;
    this.#schema = schema;
    this.#calls = new Calls(postgres, schema);
  }

  async submit(boot: string, { id, json, answerKeys, keepMs }: Submission): Promise<boolean> {
    const [result] = await this.#calls.texts("submit", [boot, id, json, answerKeys, keepMs, LEASE_MS]);
    this.#tellChange();
    return result === "true";
  }

  async beat(boot: string): Promise<void> {
    await this.#calls.signal("beat", [boot, LEASE_MS]);
  }

  async read(boot: string, ids: readonly string[]): Promise<readonly Reading[]> {
    return (await this.#calls.texts("read", [boot, ids, ANSWER_BYTES])).map(readingOf);
  }

  async withdraw(boot: string, id: string): Promise<void> {
    const [isGone] = await this.#calls.texts("withdraw", [boot, id]);
    if (isGone === "true") this.#tellChange();
  }

  async leave(boot: string): Promise<void> {
    await this.#calls.texts("leave", [boot]);
  }

  async pending(): Promise<readonly StoredProposal[]> {
    return this.#stored("pending", [PROPOSAL_BYTES]);
  }

  pendingIds(): Promise<readonly string[]> {
    return this.#calls.texts("pending_ids", []);
  }

  async find(id: string): Promise<StoredProposal | undefined> {
    return (await this.#stored("find", [id, PROPOSAL_BYTES]))[0];
  }

  async decide({ id, boot, record, audit, signature }: Decision): Promise<Outcome> {
    const line = JSON.stringify({ ...audit, ...(signature === undefined ? {} : { signature }) });
    const [outcome] = await this.#calls.texts("decide", [id, boot, record, line]);
    return outcome as Outcome;
  }

  async calls(boot: string): Promise<readonly StoredCall[]> {
    const rows = await this.#calls.rows("calls", [boot, LEASE_MS]);
    return rows.map(({ call_id: id, call_json: json }) => ({ id: id ?? "", json: json ?? "" }));
  }

  async reply(boot: string, id: string, json: string): Promise<void> {
    await this.#calls.texts("reply", [boot, id, json]);
  }

  async callable(): Promise<readonly string[]> {
    return (await this.#calls.texts("callable", [])).filter(isFileId);
  }

  async call(boot: string, id: string, json: string, keepMs: number): Promise<void> {
    await this.#calls.texts("call", [boot, id, json, keepMs]);
  }

  async replyTo(id: string, bytes: number): Promise<string | undefined> {
    return (await this.#calls.texts("reply_to", [id, bytes]))[0];
  }

  async hangUp(_boot: string, id: string): Promise<void> {
    await this.#calls.texts("hang_up", [id]);
  }

  async note(line: AuditLine): Promise<void> {
    await this.#calls.texts("note", [JSON.stringify(line)]);
  }

  async isShared(fingerprint: string): Promise<boolean> {
    return (await this.#calls.texts("tokens_named", [fingerprint]))[0] === "true";
  }

  async revokeShared(fingerprint: string): Promise<void> {
    await this.#calls.texts("tokens_revoke", [fingerprint, []]);
  }

  listen(topic: Topic, boot: string, heard: Heard): Promise<void> {
    return this.#postgres.listen(CHANNELS[topic](this.#schema, boot), heard);
  }

  failure(error: unknown): Failure {
    return postgresFailure(error);
  }

  reset(): void {
    this.#postgres.reset();
  }

  async close(): Promise<void> {
    clearTimeout(this.#telling);
    this.#postgres.close();
  }

  async #stored(name: string, args: readonly unknown[]): Promise<StoredProposal[]> {
    return (await this.#calls.rows(name, args)).flatMap(({ boot, json, answer_keys: answerKeys }) =>
      isFileId(boot) ? { boot, json: json ?? "", answerKeys: answerKeys ?? "" } : [],
    );
  }

  /** Readers are told shortly, and of many changes at once; they read again each second in any case. */
  #tellChange(): void {
    if (this.#telling !== undefined) return;
    this.#telling = setTimeout(() => {
      this.#telling = undefined;
      this.#calls.texts("changed", []).catch(() => {});
    }, TELL_MS).unref();
  }
}

const CHANNELS: Readonly<Record<Topic, (schema: string, boot: string) => string>> = {
  answers: answersChannel,
  calls: callsChannel,
  changes: changesChannel,
};

function readingOf(text: string): Reading {
  if (text.startsWith("a")) return { state: "answered", record: text.slice(1) };
  return { state: text === "waiting" || text === "missing" ? text : "malformed" };
}
