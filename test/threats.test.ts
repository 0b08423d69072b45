/** Each threat to the hold has a test that proves its answer: what docs/reliability.md lists, and where it is proved. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repository } from "./support/source.js";

type Proof = readonly [file: string, ...titles: readonly string[]];

/** By the first cell of the threat's row. A title may be the beginning of one. */
const THREATS: Readonly<Record<string, readonly Proof[]>> = {
  "any error lets the request out": [
    ["faults/upstream", "nth operation fails with", "every operation fails with", "whose engine is missing"],
    ["layers", "one place alone makes a verdict to forward"],
  ],
  "any order of requests, answers, revocations, departures and time": [
    ["approval/traces", "does what its model does, step by step, and ends every hold exactly once"],
    ["approval/hold", "leads from waiting to an end with each event, and from no end to anywhere"],
    [
      "approval/slices",
      "is denied when the guard closes",
      "is denied when its deadline passes",
      "ends once, and is told of once",
    ],
  ],
  "answers and withdrawals in any interleaving": [
    ["approval/traces", "lets nothing out without an approval for each value and use, in whatever order things happen"],
  ],
  "the proxy dies at any moment": [
    ["faults/kills", "a proxy killed"],
    [
      "queues/processes",
      "a proxy killed right %s any file operation",
      "after kill -9 of the proxy its proposals are gone",
    ],
  ],
  "the supervisor dies in the middle of a decision": [
    ["faults/kills", "a supervisor killed"],
    ["queues/processes", "a desk killed right %s any file operation"],
  ],
  "ENOSPC, EIO, EACCES, EMFILE": [
    ["faults/upstream", "nth operation fails with", "every operation fails with"],
    ["queues/failures", "decide says what to do and has recorded nothing, or has recorded all"],
    [
      "faults/real-limits",
      "lets nothing out, also what a person tries to approve then",
      "a proxy that has no file descriptor left lets nothing out",
    ],
  ],
  "a file cut short": [
    ["faults/upstream", "an approval in files that are cut short at any byte lets nothing out"],
    ["queues/planted", "an answer cut at any byte is malformed", "a proposal cut at any byte is not listed"],
  ],
  "a queue that hangs, resets, answers late, twice or for another": [
    ["faults/upstream", "%s lets nothing out"],
    ["approval/queue-faults", "that comes after the end of the wait does nothing", "of any shape forwards only when"],
  ],
  "answers that are none": [["faults/upstream", "answers 10,000 times with what is no answer lets nothing out"]],
  "replayed answers, also after a restart": [
    ["approval/queue-faults", "is for its own proposal: one replayed from an earlier hold is malformed"],
    ["queues/processes", "the files of an old answer do nothing after a restart"],
    [
      "queues/planted",
      "the record of another boot",
      "the record of another proposal",
      "the record of an answer to what stood under the same id before",
    ],
  ],
  "the agent answers for itself": [
    ["queues/directory", "who waits, for an answer or for changes, is refused once the directory is opened to others"],
    ["queues/directory", "a proposal that is removed %s, so that nobody can decide it, is not waited for"],
    ["approval/signed-answers", "of ${ANSWERS} unsigned, changed, replayed and strangers' answers none approves"],
    ["queues/answer-keys", "records nothing of an answer without the proxy's signature"],
    ["queues/server-access", "with the rights in docs/scale.md a proxy cannot decide, and a desk cannot ask"],
  ],
  "path tricks in ids, symbolic links, FIFOs, hard links": [
    ["queues/planted", "a record under another's name", "what a new boot cannot read or remove does not stop it"],
  ],
  "two deciders": [
    ["queues/processes", "of two processes that decide at once exactly one records"],
    ["queues/servers", "of three desks that decide at once about the proposals of two proxies, one records"],
  ],
  "a queue's server restarts, is cut off, or fails over to a replica that lagged": [
    [
      "queues/servers",
      "starts again while 200 requests are held loses no hold and no answer",
      "a decision whose line is cut %s at any moment is recorded once, and told as it was",
      "an answer that nobody was told of arrives",
    ],
    [
      "queues/shared-tokens",
      "a server that is reached in more than the second for which it counts takes what is added",
    ],
    ["queues/signs-of-life", "on PostgreSQL a proxy keeps its lease while a lock holds up"],
    ["queues/failover", "asks again about what it never had, and an answer that it never had lets nothing out"],
  ],
  "the power is cut": [
    [
      "queues/durability",
      "a proposal is durable when submit resolves",
      "who decided what is durable",
      "what a proxy finishes for a desk that died is durable before the answer has its name",
    ],
  ],
  "the clock is set": [
    ["faults/upstream", "a wall clock that is set", "neither ends a hold nor lengthens it, and lets nothing out"],
  ],
  "the client leaves": [
    [
      "faults/upstream",
      "ends its hold, and a later approval lets nothing out",
      "when it is approved at the same moment gets no answer",
    ],
    ["approval/slices", "is denied when its client leaves, and takes no use"],
    ["adapters/before-request", "a client that leaves aborts all that it sent on one connection without waiting"],
    ["adapters/serve", "a caller that goes on sending behind a held request, until Node stops reading"],
  ],
  "re2 is missing": [["faults/upstream", "whose engine is missing lets nothing out, clean requests neither"]],
  "no memory for a body": [["faults/upstream", "that has no memory for a body lets nothing out"]],
  "a request that a dependency makes nothing of, or throws for": [
    [
      "adapters/gateway",
      "what the proxy underneath can make nothing of is answered, and ends no more than its connection",
      "settings that are none, of a tunnel with %s in it",
      "is answered, and its connection goes on",
    ],
    ["adapters/containment", "a request that mockttp fails at ends its own answer, and no process"],
  ],
  "connections without a request, heads byte by byte, too many connections": [
    [
      "adapters/connections",
      "%s is ended after a minute without a request",
      "whose request is held is not ended",
      "one too many is closed, and one that ends makes room",
      "that is one too many of all is closed",
    ],
  ],
  "bodies that arrive slowly, in single bytes, by halves or without end": [
    [
      "adapters/arriving",
      "are bounded together: over the bound they are denied as overloaded, and the others go on",
      "that are broken off in the middle count no more",
      "that take longer than five minutes are denied",
      "whose client closes its half while it is held ends the hold",
      "is bounded together with the others, and counts no more once it is aborted",
    ],
    ["approval/open", "are bounded together; one for which there is no room is told to stop, and denied"],
  ],
  "a flood": [
    [
      "approval/coalescing",
      "20,000 requests with one value have one report",
      "5,000 requests with values of their own",
    ],
    ["approval/real-scan", "asks about as much of one request as the limit of findings"],
    ["approval/memory-of-approvals", "counts whatever the port, and however the host is written"],
  ],
  "an approval that should not stand any more": [
    [
      "queues/shared-approvals",
      "lists what is approved, and a revoked value is held again at once",
      "a revocation that comes before the proxy has read the approval is not lost",
      "what proxies share is revoked while none of them runs",
      "a proxy asks nothing before desks can call it",
    ],
    ["cli/terminal", "lists what a guard in another process remembers and takes one back"],
  ],
  "the record is tampered with": [
    [
      "queues/verify-audit",
      "each line that is removed is found",
      "a change of any one byte is found",
      "a line that is copied to the end is found",
      "a line that is changed, removed or moved is found by the lines after it alone",
    ],
  ],
  "a secret in what is written or said": [
    ["approval/leak-cases", "${CASES} secrets in any spelling and place leave nothing of themselves"],
    ["approval/payload", "in any place, beside itself in any spelling"],
    ["telemetry/metrics", "nothing in a message, a figure or an event is of a value"],
  ],
  "the same in files, audit and what commands print": [
    ["approval/leak-cases", "${ON_DISK} of them leave nothing in any file of a queue's directory"],
  ],
  "the same in a crash": [["faults/upstream", "that holds a secret and crashes says nothing of it"]],
  "escapes, HTML, bidi, control characters": [
    ["approval/payload", "can neither forge a line, nor hide one, nor send anything that is not plain text"],
    ["operator/report", "is printable and bounded, whatever it was"],
    ["cli/terminal", "writes no control sequence but its own, whatever stands in any field of a proposal"],
  ],
  "type-ahead, approval by habit, unread": [
    [
      "operator/session",
      "is thrown away until the terminal has answered the question put after the report",
      "is thrown away %s until the terminal has answered a question put after it, and a quiet time",
    ],
    ["operator/session", "whatever is scrolled and resized, all of a report has been on screen before"],
    ["cli/terminal", "a paste that holds the mark of its own end decides nothing", "cannot approve without a reason"],
    ["cli/terminal", "a report longer than the window is approved only once all of it"],
  ],
  "hostile input stalls the proxy": [
    ["fuzz/fuzz", "for broken requests, seed"],
    ["scan/uninspectable", "decoding over the work budget", "headers that no work is left for are one finding"],
  ],
};

describe.each(Object.entries(THREATS))("%s", (threat, proofs) => {
  test("is on the page", async () => {
    const page = await readFile(join(repository, "docs/reliability.md"), "utf8");
    const row = page.split("\n").find((line) => line.startsWith(`| ${threat} |`));
    expect(row).toBeDefined();
  });

  test.each(proofs)("is tried in test/%s.test.ts", async (file, ...titles) => {
    const source = await readFile(join(repository, `test/${file}.test.ts`), "utf8");
    for (const title of titles) expect(source).toContain(title);
  });
});

test("every row of the page is among them", async () => {
  const page = await readFile(join(repository, "docs/reliability.md"), "utf8");
  const section = page.slice(page.indexOf("## Threats"), page.indexOf("## Load"));
  const rows = section
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(1);
  expect(rows.map((row) => row.split(" | ")[0]?.slice(2))).toEqual(Object.keys(THREATS));
});
