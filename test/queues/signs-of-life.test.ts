/** A proxy whose statements all wait for the server is no dead proxy. */

import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { LEASE_MS } from "../../src/queues/server/lease.js";
import { approve, makeProposal, reject } from "../../src/testing/queue-laws/samples.js";
import { backends } from "./support/backends.js";

const [postgres] = backends.filter(({ name, isPresent }) => name === "postgres" && isPresent);

test.skipIf(postgres === undefined)(
  "on PostgreSQL a proxy keeps its lease while a lock holds up as many of its statements as there are",
  async () => {
    const backend = await postgres!.start();
    onTestFinished(() => backend.stop());
    const place = await backend.place();
    const [proxy, desk, admin] = [place.open(), place.open(), new pg.Client(place.url())];
    await admin.connect();
    onTestFinished(async () => {
      await Promise.all([proxy.close(), desk.close(), admin.end()]);
    });
    const [stuck, other] = [makeProposal(), makeProposal()];
    for (const proposal of [stuck, other]) await proxy.submit(proposal);
    await admin.query("BEGIN");
    await admin.query(`SELECT FROM "${place.scope}".proposals WHERE id = $1 FOR UPDATE`, [stuck.id]);
    const waiting = Array.from({ length: 12 }, () => proxy.decide(reject(stuck.id)).catch(() => {}));
    await sleep(LEASE_MS + 2_000);
    expect(await desk.decide(approve(other.id))).toBe("recorded");
    await admin.query("ROLLBACK");
    await Promise.all(waiting);
  },
);
