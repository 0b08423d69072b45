import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { QueueError } from "../../errors.js";
import type { ApprovedValue, Revocation } from "../../types.js";
import type { AuditLine } from "../file/envelopes.js";
import { operatorOf } from "../operator.js";
import { byAge } from "../shared-approvals.js";
import { type Call, parseListReply, parseRevokeReply } from "./messages.js";

/** How long a proxy may take to reply, in milliseconds. */
export const PATIENCE_MS = 5_000;

/**
 * How long a value that nobody remembers is looked for, and the pause between two looks, in milliseconds. An approval that was recorded a
 * moment ago reaches its proxy within a second, and so do the calls to one that the server has lost: a revocation that comes sooner must
 * not find nothing and be lost.
 */
const LOOKING_MS = 2_000;
const LOOK_PAUSE_MS = 250;

/** How a desk reaches the proxies of a queue. */
export interface Switchboard {
  /** The proxies that run and say what they remember. */
  boots(): Promise<readonly string[]>;
  /** What `boot` replies; undefined when it does not in time. Only a revocation that nobody confirmed is left for it to find. */
  ask<Reply>(boot: string, call: Call, parse: (value: unknown) => Reply | undefined): Promise<Reply | undefined>;
  /** Makes a line of the audit durable. */
  note(line: AuditLine): Promise<void>;
  /** Approvals that proxies share on the queue's own server: they stand there whether a proxy runs or not. Absent: there can be none. */
  readonly shared?: SharedStore;
}

export interface SharedStore {
  /** Whether a value with this fingerprint is approved there. */
  has(fingerprint: string): Promise<boolean>;
  revoke(fingerprint: string): Promise<void>;
}

interface Remembered {
  readonly boot: string;
  readonly values: readonly ApprovedValue[];
}

/** What all running proxies of the queue remember, oldest first. Rejects with QueueError when one does not say. */
export async function approvedValues(switchboard: Switchboard): Promise<readonly ApprovedValue[]> {
  return (await remembered(switchboard)).flatMap(({ values }) => values).sort(byAge);
}

/**
 * Makes all running proxies forget a value, and the store that they share. The audit has its line first. Where a proxy does not confirm in
 * time this rejects with QueueError, and the call stays: the proxy forgets the value as soon as it looks.
 */
export async function revokeValue(switchboard: Switchboard, revocation: Revocation): Promise<"revoked" | "unknown"> {
  const { fingerprint } = revocation;
  const { boots, isShared } = await holdersOf(switchboard, fingerprint);
  if (boots.length === 0 && !isShared) return "unknown";
  await switchboard.note(revocationLine(revocation));
  if (isShared) await switchboard.shared?.revoke(fingerprint);
  const call: Call = { do: "revoke", fingerprint };
  const replies = await Promise.all(boots.map((boot) => switchboard.ask(boot, call, parseRevokeReply)));
  // A proxy that says false has forgotten it meanwhile.
  if (replies.includes(undefined)) {
    throw new QueueError(
      "A proxy did not confirm in time that it has forgotten the value. It will as soon as it looks; to be sure, stop it.",
    );
  }
  return "revoked";
}

interface Holders {
  /** Proxies that remember the value. */
  readonly boots: readonly string[];
  readonly isShared: boolean;
}

async function holdersOf(switchboard: Switchboard, fingerprint: string): Promise<Holders> {
  for (const end = performance.now() + LOOKING_MS; ; await sleep(LOOK_PAUSE_MS)) {
    const all = await remembered(switchboard);
    const holders = all.filter(({ values }) => values.some((value) => value.fingerprint === fingerprint));
    const boots = holders.map(({ boot }) => boot);
    const isShared = (await switchboard.shared?.has(fingerprint)) ?? false;
    if (boots.length > 0 || isShared || performance.now() >= end) return { boots, isShared };
  }
}

async function remembered(switchboard: Switchboard): Promise<readonly Remembered[]> {
  const boots = await switchboard.boots();
  return Promise.all(
    boots.map(async (boot) => {
      const values = await switchboard.ask(boot, { do: "list" }, parseListReply);
      if (values !== undefined) return { boot, values };
      if (!(await switchboard.boots()).includes(boot)) return { boot, values: [] };
      throw new QueueError(
        "A proxy that runs on this queue does not say what it remembers: look whether it still works.",
      );
    }),
  );
}

function revocationLine({ fingerprint, reason = "", operator }: Revocation): AuditLine {
  return {
    at: new Date().toISOString(),
    operator: operatorOf(operator === undefined ? {} : { operator }),
    proposal: "",
    verdict: "revoke",
    reason,
    tool: "egress-token-allow",
    detector: "",
    host: "",
    fingerprint,
    decision: randomUUID(),
  };
}
