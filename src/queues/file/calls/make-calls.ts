import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PATIENCE_MS, type Switchboard } from "../../calls/desk.js";
import { type Call, callRecord, REPLY_BYTES } from "../../calls/messages.js";
import { appendAudit } from "../audit.js";
import { readBoot } from "../boots.js";
import type { QueueDirectory } from "../directory.js";
import { fileName, parseFileName } from "../names.js";
import { createRecord, MESSAGE_LINKS, readRecord, removeFile } from "../records.js";

/** How often a reply is looked for, in milliseconds. */
const LOOK_MS = 10;

/** The proxies of a directory, as its desks reach them: a call file, and a reply file that the proxy writes. */
export function fileSwitchboard(directory: QueueDirectory): Switchboard {
  return {
    boots: () => sharingBoots(directory),
    ask: (boot, call, parse) => ask(directory, boot, call, parse),
    note: (line) => appendAudit(directory.path, line),
  };
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
