/** scan: every format, both outputs, and nothing of a value in either. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { ScanReport } from "../../src/cli/scan-report.js";
import { run } from "./run-cli.js";

/** Made up, and put together so that no tool takes this file for a leak. */
const VARIABLE = "R7k2pQ9xTz4LmW8vYc3NbJ6hFs1DgA5uEo0X";
const SECRET = `ghp_${VARIABLE}`;
const DETECTOR = "github-personal-access-token";

const har = (request: object): string =>
  JSON.stringify({
    log: { entries: [{ request: { method: "GET", url: "https://a.example/", headers: [] } }, { request }] },
  });

/** A secret in each format, and where it stands. */
const HELD: readonly (readonly [name: string, input: string | Uint8Array, format: string, surface: string])[] = [
  [
    "a HAR's header",
    har({ method: "GET", url: "https://a.example/", headers: [{ name: "X-Key", value: SECRET }] }),
    "har",
    "header",
  ],
  [
    "a HAR's body in base64",
    har({
      method: "POST",
      url: "https://a.example/",
      headers: [],
      postData: { text: Buffer.from(`k=${SECRET}`).toString("base64"), encoding: "base64" },
    }),
    "har",
    "body",
  ],
  ["a HAR's URL", har({ method: "GET", url: `https://a.example/?t=${SECRET}`, headers: [] }), "har", "url"],
  ["a curl command", `curl 'https://a.example/' \\\n  -H 'authorization: Bearer ${SECRET}'`, "curl", "header"],
  ["a curl body", `curl https://a.example/ --data-raw $'{"it\\'s":"${SECRET}"}'`, "curl", "body"],
  [
    "an HTTP message",
    `POST /x HTTP/1.1\r\nHost: a.example\r\nContent-Length: ${SECRET.length}\r\n\r\n${SECRET}`,
    "http",
    "body",
  ],
  [
    "an HTTP message with a gzip body",
    Buffer.concat([
      Buffer.from("POST /x HTTP/1.1\r\nHost: a.example\r\nContent-Encoding: gzip\r\n\r\n"),
      gzipSync(`x ${SECRET}`),
    ]),
    "http",
    "body",
  ],
  ["any text", `some notes: ${SECRET}\n`, "raw", "text"],
];

/** Every 6 characters of the value's variable part. */
const windows = Array.from({ length: VARIABLE.length - 5 }, (_, at) => VARIABLE.slice(at, at + 6));

function expectNothingOfIt(output: string): void {
  for (const window of windows) {
    expect(output).not.toContain(window);
    expect(output).not.toContain(Buffer.from(window).toString("base64").slice(0, 8));
  }
}

describe("a secret", () => {
  it.each(HELD)(
    "in %s is found, with exit code 1 and nothing of it on the output",
    async (_, input, format, surface) => {
      const { code, stdout, stderr } = await run(["scan", "-", "--json"], { stdin: input });
      expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
      const report = JSON.parse(stdout) as ScanReport;
      expect(report).toMatchObject({ version: 1, format, verdict: "hold" });
      const found = report.entries.flatMap(({ findings }) => findings);
      expect(found.map(({ detector, kind }) => `${kind} ${detector}`)).toContain(`secret ${DETECTOR}`);
      expect(found.find(({ detector }) => detector === DETECTOR)?.location.surface).toBe(surface);
      expectNothingOfIt(stdout);

      const human = await run(["scan", "-"], { stdin: input });
      expect({ code: human.code, stderr: human.stderr }).toEqual({ code: 1, stderr: "" });
      expect(human.stdout).toContain(DETECTOR);
      expect(human.stdout).toMatch(/\nHold: \d+ findings? in 1 of [12] entr(y|ies)\.\n$/);
      expectNothingOfIt(human.stdout);
    },
  );

  it("as a JSON key, a header's name, the path or the host is not in the output", async () => {
    const inputs = [
      `{"${SECRET}": 1}`,
      `GET /${SECRET} HTTP/1.1\r\nHost: ${SECRET.toLowerCase()}.example\r\nX-${SECRET}: 1\r\n\r\n`,
      `curl https://a.example/x/${SECRET} -d '{"${SECRET}":{"a":"${SECRET}"}}' -H 'content-type: application/json'`,
    ];
    for (const stdin of inputs) {
      for (const option of [[], ["--json"]]) {
        const { code, stdout } = await run(["scan", "-", ...option], { stdin });
        expect(code).toBe(1);
        expectNothingOfIt(stdout);
      }
    }
  });

  it("in the second entry of a HAR is reported there", async () => {
    const stdin = har({ method: "POST", url: "https://b.example/path", headers: [{ name: "X-Key", value: SECRET }] });
    const report = JSON.parse((await run(["scan", "-", "--json"], { stdin })).stdout) as ScanReport;
    expect(report.entries).toHaveLength(2);
    expect(report.entries[0]).toEqual({ verdict: "clear", findings: [], notes: [] });
    expect(report.entries[1]).toMatchObject({ verdict: "hold", method: "POST", host: "b.example", path: "/path" });
  });

  it("twice has one fingerprint", async () => {
    const stdin = `curl https://a.example/ -H 'a: ${SECRET}' -H 'b: ${SECRET}'`;
    const report = JSON.parse((await run(["scan", "-", "--json"], { stdin })).stdout) as ScanReport;
    const fingerprints = report.entries[0]?.findings.map(({ fingerprint }) => fingerprint) ?? [];
    expect(fingerprints.length).toBeGreaterThanOrEqual(2);
    expect(new Set(fingerprints).size).toBe(1);
  });
});

describe("the JSON output", () => {
  it("has the documented members and no others, in ASCII", async () => {
    const { stdout } = await run(["scan", "-", "--json"], {
      stdin: `curl 'https://a.example/é' -H 'X-Ключ: ${SECRET}' -H @file`,
    });
    expect(stdout).toMatch(/^[\x20-\x7e\n]+$/);
    const report = JSON.parse(stdout) as ScanReport;
    expect(Object.keys(report)).toEqual(["version", "format", "verdict", "entries"]);
    const [entry] = report.entries;
    expect(Object.keys(entry ?? {})).toEqual(["verdict", "method", "host", "path", "findings", "notes"]);
    const [finding] = entry?.findings ?? [];
    const members = ["detector", "kind", "reason", "confidence", "approvable", "fingerprint", "location"];
    expect(Object.keys(finding ?? {})).toEqual(members);
    expect(Object.keys(finding?.location ?? {}).sort()).toEqual(["decoded", "end", "path", "start", "surface"]);
    expect(entry?.notes).toEqual(["Headers or cookies come from a file, which was not read."]);
  });
});

describe("a clean input", () => {
  it.each([
    ["curl https://a.example/ -d hello", "Clear: nothing found in 1 entry.\n"],
    ["just some text", "Clear: nothing found in 1 entry.\n"],
    ["", "Clear: nothing found in 1 entry.\n"],
    [har({ method: "GET", url: "https://a.example/", headers: [] }), "Clear: nothing found in 2 entries.\n"],
  ])("%j: exit code 0", async (stdin, stdout) => {
    expect(await run(["scan", "-"], { stdin })).toEqual({ code: 0, stdout, stderr: "" });
  });
});

describe("what cannot be inspected", () => {
  it("a body from a file is held, and cannot be approved", async () => {
    const { code, stdout } = await run(["scan", "-", "--json"], { stdin: "curl https://a.example/ -d @body.json" });
    const [finding] = (JSON.parse(stdout) as ScanReport).entries[0]?.findings ?? [];
    expect(code).toBe(1);
    expect(finding).toMatchObject({ kind: "uninspectable", approvable: false });
  });
});

describe("options", () => {
  it("--format overrules the guess", async () => {
    const { stdout } = await run(["scan", "-", "--format", "raw", "--json"], { stdin: "curl https://a.example/" });
    expect(JSON.parse(stdout)).toMatchObject({ format: "raw", verdict: "clear" });
  });

  it("--format of something else is an error with exit code 2", async () => {
    for (const format of ["har", "http", "curl"]) {
      const { code, stdout, stderr } = await run(["scan", "-", "--format", format], {
        stdin: `nothing of that kind ${SECRET}`,
      });
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expectNothingOfIt(stderr);
    }
  });

  it("--min-confidence leaves out weaker findings", async () => {
    const stdin = `some notes: ${SECRET}\n`;
    const report = JSON.parse((await run(["scan", "-", "--json"], { stdin })).stdout) as ScanReport;
    expect(report.entries[0]?.findings[0]?.confidence).not.toBe("verified");
    expect((await run(["scan", "-", "--min-confidence", "verified"], { stdin })).code).toBe(0);
  });

  it("a file is read by its name", async () => {
    const directory = await mkdtemp(join(tmpdir(), "scan-"));
    await writeFile(join(directory, "input"), `x ${SECRET}`);
    expect((await run(["scan", join(directory, "input")])).code).toBe(1);
    expect((await run(["scan", join(directory, "missing")])).code).toBe(3);
    await rm(directory, { recursive: true });
  });
});
