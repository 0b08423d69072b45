import { type AuditLine, PROPOSAL_BYTES } from "../file/envelopes.js";
import { isFileId } from "../file/names.js";
import { LEASE_MS } from "../server/lease.js";
import { isHung } from "../server/patience.js";
import { ANSWER_BYTES, randomName } from "../server/records.js";
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
import type { RedisConnection } from "./connection.js";
import { redisFailure } from "./failures.js";
import { CALL, CALLABLE, CALLS, DECIDE, PROPOSALS, READ, REPLY, SUBMIT, WITHDRAW } from "./scripts.js";
import { IS_NAMED, REVOKE_NAMED } from "./token-scripts.js";

/** Proposals that one command brings: at most 256 KiB each. */
const PROPOSALS_AT_ONCE = 50;

/** How long a reply waits to be read, in milliseconds. */
const REPLY_KEPT_MS = 60_000;

/**
 * A queue in Redis. Keys, each after the prefix:
 *
 * - `proposal:ID`, a hash of boot, json and answerKeys, kept until a minute after the proposal's end
 * - `proxy:BOOT`, there while the proxy has its lease
 * - `pending`, a sorted set of BOOT:ID by the time of their end
 * - `answer:ID`, the first answer, kept as long as its proposal would be
 * - `decisions`, a stream: the audit
 * - `callable`, a sorted set of the BOOTs that answer calls, by the end of their lease
 * - `calls:BOOT`, a hash of the calls to a proxy, by their ids
 * - `reply:ID`, the reply to a call
 *
 * and the channels `answers:BOOT`, `calls:BOOT` and `changes`.
 */
export class RedisStore implements QueueStore {
  readonly #redis: RedisConnection;
  readonly #prefix: string;

  constructor(redis: RedisConnection, prefix: string) {
    this.#redis = redis;
    this.#prefix = prefix;
  }

  async submit(boot: string, { id, json, answerKeys, keepMs }: Submission): Promise<boolean> {
    const keys = [this.#key("proposal", id), this.#key("proxy", boot), this.#key("pending")];
    const times = [String(keepMs), String(LEASE_MS)];
    const texts = [this.#key("answer", id), boot, id, json, ...times, this.#key("changes"), answerKeys];
    return (await this.#run(SUBMIT, keys, texts)) === "kept";
  }

  async beat(boot: string): Promise<void> {
    await this.#redis.send(["SET", this.#key("proxy", boot), "1", "PX", String(LEASE_MS)]);
  }

  async read(boot: string, ids: readonly string[]): Promise<readonly Reading[]> {
    const keys = ids.flatMap((id) => [this.#key("answer", id), this.#key("proposal", id)]);
    return texts(await this.#look(READ, keys, [boot, String(ANSWER_BYTES)])).map(readingOf);
  }

  async withdraw(boot: string, id: string): Promise<void> {
    await this.#run(WITHDRAW, [this.#key("proposal", id), this.#key("pending")], [boot, id, this.#key("changes")]);
  }

  async leave(boot: string): Promise<void> {
    await this.#redis.send(["DEL", this.#key("proxy", boot)]);
    await this.#redis.send(["ZREM", this.#key("callable"), boot]);
    await this.#redis.send(["PUBLISH", this.#key("changes"), ""]);
  }

  async pending(): Promise<readonly StoredProposal[]> {
    return this.#proposals(await this.pendingIds());
  }

  async pendingIds(): Promise<readonly string[]> {
    const members = texts(await this.#redis.send(["ZRANGE", this.#key("pending"), "0", "-1"])).map(parseMember);
    const alive = new Map<string, Promise<boolean>>();
    const isAlive = (boot: string): Promise<boolean> => {
      const asked = alive.get(boot) ?? this.#isAlive(boot);
      alive.set(boot, asked);
      return asked;
    };
    const ids = members.map(async (member) =>
      member !== undefined && (await isAlive(member.boot)) ? [member.id] : [],
    );
    return (await Promise.all(ids)).flat();
  }

  async find(id: string): Promise<StoredProposal | undefined> {
    return (await this.#proposals([id]))[0];
  }

  async decide({ id, boot, record, audit, signature }: Decision): Promise<Outcome> {
    const keys = [this.#key("answer", id), this.#key("pending"), this.#key("decisions")];
    const names = [this.#key("proposal", id), this.#key("proxy", boot), boot, id, record];
    const channels = [this.#key("answers", boot), this.#key("changes")];
    const line = Object.entries({ ...audit, ...(signature === undefined ? {} : { signature }) }).flat();
    return (await this.#run(DECIDE, keys, [...names, ...channels, ...line])) as Outcome;
  }

  async calls(boot: string): Promise<readonly StoredCall[]> {
    const keys = [this.#key("callable"), this.#key("calls", boot)];
    const parts = texts(await this.#run(CALLS, keys, [boot, String(LEASE_MS)]));
    const calls: StoredCall[] = [];
    for (let i = 0; i + 1 < parts.length; i += 2) calls.push({ id: parts[i]!, json: parts[i + 1]! });
    return calls;
  }

  async reply(boot: string, id: string, json: string): Promise<void> {
    await this.#run(REPLY, [this.#key("calls", boot), this.#key("reply", id)], [id, json, String(REPLY_KEPT_MS)]);
  }

  async callable(): Promise<readonly string[]> {
    return texts(await this.#look(CALLABLE, [this.#key("callable")], [])).filter(isFileId);
  }

  async call(boot: string, id: string, json: string, keepMs: number): Promise<void> {
    await this.#run(CALL, [this.#key("calls", boot)], [id, json, String(keepMs), this.#key("calls", boot)]);
  }

  async replyTo(id: string, bytes: number): Promise<string | undefined> {
    const reply = await this.#redis.send(["GETRANGE", this.#key("reply", id), "0", String(bytes)]);
    return typeof reply === "string" && reply !== "" ? reply : undefined;
  }

  async hangUp(boot: string, id: string): Promise<void> {
    await this.#redis.send(["HDEL", this.#key("calls", boot), id]);
    await this.#redis.send(["DEL", this.#key("reply", id)]);
  }

  async note(line: AuditLine): Promise<void> {
    await this.#redis.send(["XADD", this.#key("decisions"), "*", ...Object.entries(line).flat()]);
  }

  async isShared(fingerprint: string): Promise<boolean> {
    return (await this.#look(IS_NAMED, [this.#key("tokens", "name")], [fingerprint])) === 1;
  }

  async revokeShared(fingerprint: string): Promise<void> {
    await this.#run(REVOKE_NAMED, [], [this.#key("tokens", ""), randomName(), this.#key("tokens"), fingerprint]);
  }

  listen(topic: Topic, boot: string, heard: Heard): Promise<void> {
    return this.#redis.subscribe(topic === "changes" ? this.#key(topic) : this.#key(topic, boot), heard);
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

  #key(...parts: readonly string[]): string {
    return this.#prefix + parts.join(":");
  }

  #run(script: string, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    return this.#redis.send(["EVAL", script, String(keys.length), ...keys, ...args]);
  }

  /** A script that writes nothing: the right to read is enough for it. */
  #look(script: string, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    return this.#redis.send(["EVAL_RO", script, String(keys.length), ...keys, ...args]);
  }

  async #isAlive(boot: string): Promise<boolean> {
    return (await this.#redis.send(["EXISTS", this.#key("proxy", boot)])) === 1;
  }

  async #proposals(ids: readonly string[]): Promise<StoredProposal[]> {
    const found: StoredProposal[] = [];
    for (let start = 0; start < ids.length; start += PROPOSALS_AT_ONCE) {
      const keys = ids.slice(start, start + PROPOSALS_AT_ONCE).map((id) => this.#key("proposal", id));
      const parts = texts(await this.#look(PROPOSALS, keys, [String(PROPOSAL_BYTES)]));
      for (let i = 0; i + 2 < parts.length; i += 3) {
        const [boot, json, answerKeys] = [parts[i]!, parts[i + 1]!, parts[i + 2]!];
        if (isFileId(boot)) found.push({ boot, json, answerKeys });
      }
    }
    return found;
  }
}

/** A list of strings; what else stands in it is an empty one. */
function texts(reply: unknown): string[] {
  return Array.isArray(reply) ? reply.map((text: unknown) => (typeof text === "string" ? text : "")) : [];
}

function readingOf(text: string): Reading {
  if (text.startsWith("a")) return { state: "answered", record: text.slice(1) };
  return { state: text === "waiting" || text === "missing" ? text : "malformed" };
}

function parseMember(member: string): { readonly boot: string; readonly id: string } | undefined {
  const [boot, id, rest] = member.split(":");
  return isFileId(boot) && isFileId(id) && rest === undefined ? { boot, id } : undefined;
}
