import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { QueueError } from "../../../errors.js";
import type { ApprovedValue, Revocation } from "../../../types.js";
import { operatorOf } from "../../operator.js";
import { byAge } from "../../shared-approvals.js";
import { appendAudit } from "../audit.js";
import { readBoot } from "../boots.js";
import type { QueueDirectory } from "../directory.js";
import { fileName, parseFileName } from "../names.js";
import { createRecord, readRecord, removeFile } from "../records.js";
import { type Call, callRecord, MESSAGE_LINKS, parseListReply, parseRevokeReply, REPLY_BYTES } from "./messages.js";

/** How long a proxy may take to reply, in milliseconds, and how often the reply is looked for. */
const PATIENCE_MS = 5_000;
const LOOK_MS = 10;

interface Remembered {
  readonly boot: string;
  readonly values: readonly ApprovedValue[];
}

/** What all running proxies of the queue remember, oldest first. Rejects with QueueError when one does not say. */
export async function approvedValues(directory: QueueDirectory): Promise<readonly ApprovedValue[]> {
  return (await remembered(directory)).flatMap(({ values }) => values).sort(byAge);
}

/**
 * Makes all running proxies forget a value. The audit has its line first. Where a proxy does not confirm in time this rejects with
 * QueueError, and the call stays: the proxy forgets the value as soon as it looks.
 */
export async function revokeValue(directory: QueueDirectory, revocation: Revocation): Promise<"revoked" | "unknown"> {
  const { fingerprint } = revocation;
  const holders = (await remembered(directory)).filter(({ values }) =>
    values.some((value) => value.fingerprint === fingerprint),
  );
  if (holders.length === 0) return "unknown";
  await appendAudit(directory.path, revocationLine(revocation));
  const call: Call = { do: "revoke", fingerprint };
  const replies = await Promise.all(holders.map(({ boot }) => ask(directory, boot, call, parseRevokeReply)));
  // A proxy that says false has forgotten it meanwhile.
  if (replies.includes(undefined)) {
    throw new QueueError(
      "A proxy did not confirm in time that it has forgotten the value. It will as soon as it looks; to be sure, stop it.",
    );
  }
  return "revoked";
}

async function remembered(directory: QueueDirectory): Promise<readonly Remembered[]> {
  const boots = await sharingBoots(directory);
  return Promise.all(
    boots.map(async (boot) => {
      const values = await ask(directory, boot, { do: "list" }, parseListReply);
      if (values !== undefined) return { boot, values };
      const { isAlive } = await readBoot(directory.path, boot);
      if (!isAlive) return { boot, values: [] };
      throw new QueueError(
        "A proxy that runs on this queue does not say what it remembers: look whether it still works.",
      );
    }),
  );
}

async function sharingBoots({ path, list }: QueueDirectory): Promise<readonly string[]> {
  const boots: string[] = [];
  for (const name of await list()) {
    const file = parseFileName(name);
    if (file?.kind !== "boot") continue;
    const { isAlive, sharesApprovals } = await readBoot(path, file.id);
    if (isAlive && sharesApprovals) boots.push(file.id);
  }
  return boots;
}

/** What `boot` replies; undefined when it does not in time. Only a revocation that nobody confirmed is left for it to find. */
async function ask<Reply>(
  { path }: QueueDirectory,
  boot: string,
  call: Call,
  parse: (value: unknown) => Reply | undefined,
): Promise<Reply | undefined> {
  const id = randomUUID();
  const [callPath, replyPath] = [join(path, fileName(id, "call")), join(path, fileName(id, "reply"))];
  let reply: Reply | undefined;
  try {
    await createRecord(path, fileName(id, "call"), callRecord(boot, call));
    for (const end = performance.now() + PATIENCE_MS; performance.now() < end && reply === undefined; ) {
      await sleep(LOOK_MS);
      const reading = await readRecord(replyPath, REPLY_BYTES, MESSAGE_LINKS);
      reply = typeof reading === "string" ? undefined : parse(reading.value);
    }
    return reply;
  } finally {
    if (reply !== undefined || call.do === "list") await removeFile(callPath).catch(() => {});
    await removeFile(replyPath).catch(() => {});
  }
}

function revocationLine({ fingerprint, reason = "", operator }: Revocation): Parameters<typeof appendAudit>[1] {
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
