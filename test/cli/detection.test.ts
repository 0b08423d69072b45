/** What is looked for, by flags: known secrets, issuer traffic, detectors of one's own, and the command that lists and tests them. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseSecrets } from "../../src/cli/detection/secrets.js";
import { withTokenGroup } from "../../src/cli/detection/token-group.js";
import { catalogue } from "../../src/index.js";
import { chooser, sampler } from "../../src/testing/sample.js";
import { run } from "./run-cli.js";

let directory: string;
const at = (name: string): string => join(directory, name);

/** Rules in the form of gitleaks' configuration, of services that there are not. */
const RULES = `
title = "rules"
[extend]
useDefault = true
[[rules]]
id = "acme-key"
description = "Acme API key"
regex = '''\\bacme_([a-z0-9]{20})\\b'''
keywords = ["acme_"]
[[rules]]
id = "Acme Secret"
regex = '''(?i)secret[ =:]{1,3}(['"])?(?P<value>[0-9A-F]{24})'''
secretGroup = 2
entropy = 2.5
keywords = ["acme"]
[rules.allowlist]
stopwords = ["example"]
[[rules]]
id = "acme-file"
path = '''\\.acme$'''
[[rules]]
id = "acme-key-in-file"
path = '''\\.conf$'''
regex = '''acme2_[a-z]{20}'''
keywords = ["acme2_"]
[[rules]]
id = "acme-lookahead"
regex = '''acme3_[a-z]{20}(?=x)'''
keywords = ["acme3_"]
[[rules]]
id = "acme-any"
regex = '''[a-f0-9]{40}'''
[[rules]]
id = "acme-group"
regex = '''acme4_[a-z]{20}'''
secretGroup = 1
keywords = ["acme4_"]
`;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "outbound-dlp-detection-"));
  await writeFile(
    at("values.env"),
    'DB_PASSWORD="correct horse battery"\nexport API=abcdefgh1234 # of the api\n\n# a note\n',
  );
  await writeFile(at("values.jsonl"), `${JSON.stringify({ name: "KEY", value: 'two "lines"\nof text' })}\n`);
  await writeFile(at("rules.toml"), RULES);
  await writeFile(
    at("own.mjs"),
    `export default [{ id: "own-key", service: "own", title: "Own key", literals: ["own_"], shape: "own_[a-z]{12}",
       examples: ["own_abcdefghijkl"], counterExamples: ["own_abc"] }];`,
  );
  await writeFile(at("broken.mjs"), `export default [{ id: "own-key", shape: "own_[a-z]{12}" }];`);
  await writeFile(at("text.txt"), "nothing");
});
afterAll(() => rm(directory, { recursive: true, force: true, maxRetries: 10 }));

const report = async (argv: readonly string[], stdin: string, env = {}) => {
  const { code, stdout, stderr } = await run(["scan", "-", "--json", ...argv], { stdin, env });
  return { code, stdout, stderr, found: code > 1 ? [] : findingsIn(stdout) };
};
function findingsIn(json: string): readonly string[] {
  const { entries } = JSON.parse(json) as { entries: { findings: { detector: string; reason: string }[] }[] };
  return entries.flatMap(({ findings }) => findings.map(({ detector }) => detector));
}

describe("known secrets by flag", () => {
  it("come from a file of NAME=value lines, and nothing of them is printed", async () => {
    const { stdout, found } = await report(
      ["--known-secrets", at("values.env")],
      "a%20correct horse%20battery abcdefgh1234",
    );
    expect(found).toEqual(["known-secret", "known-secret"]);
    expect((await report(["--known-secrets", at("values.env")], "is correct%20horse battery")).found).toEqual([
      "known-secret",
    ]);
    for (const part of ["correct", "battery", "abcdefgh"]) expect(stdout).not.toContain(part);
    expect(stdout).toContain("API");
  });

  it("come from lines of JSON, whatever they hold", async () => {
    const stdin = JSON.stringify({ text: 'two "lines"\nof text' });
    expect((await report(["--known-secrets", at("values.jsonl")], stdin)).found).toEqual(["known-secret"]);
    expect((await report([], stdin)).found).toEqual([]);
  });

  it("come from the environment, by name and by pattern; short ones of a pattern are left out, by name", async () => {
    const env = { DB_PASSWORD: "hunter22 hunter22", A_TOKEN: "tokentoken1", B_TOKEN: "short", OTHER: "otherother1" };
    const { found, stderr } = await report(
      ["--known-secrets-env", "DB_PASSWORD,*_TOKEN"],
      "hunter22 hunter22, tokentoken1 and otherother1",
      env,
    );
    expect(found).toEqual(["known-secret", "known-secret"]);
    expect(stderr).toBe("Too short to be looked for, and left out: B_TOKEN\n");
  });

  it.each<[string, readonly string[], RegExp, number]>([
    ["a variable that is not there", ["--known-secrets-env", "NOPE"], /not in the environment/, 2],
    ["a value that is too short", ["--known-secrets-env", "SHORT"], /"SHORT" is shorter than 8 bytes/, 2],
    ["a file that is not there", ["--known-secrets", "/nonexistent/file"], /cannot be read/, 3],
    ["issuer hosts of no service", ["--trust-issuer", "--issuer-hosts", "x"], /SERVICE=HOST/, 2],
    ["a wildcard for a host", ["--trust-issuer", "--issuer-hosts", "gitlab=*.example.com"], /exact host names/, 2],
    ["detectors that are not there", ["--detectors", "/nonexistent/file.mjs"], /cannot be loaded/, 3],
  ])("%s is refused", async (_, argv, message, code) => {
    const result = await report(argv, "text", { SHORT: "hunter2" });
    expect(result).toMatchObject({ code, stderr: expect.stringMatching(message) });
    expect(result.stderr).not.toContain("hunter2");
  });

  it("lines that are neither of the two forms are refused, without a word of them", () => {
    for (const text of ["A=hunter22\nhunter22", "{hunter22}", 'A="hunter22\nB=2', '{"name":"A","value":7}']) {
      expect(() => parseSecrets(text)).toThrow(/known-secrets/);
      expect(() => parseSecrets(text)).not.toThrow(/hunter22/);
    }
    expect(parseSecrets("A='x # y'\nB=\"1\n2\"\nC=3 # note\n")).toEqual([
      { name: "A", value: "x # y" },
      { name: "B", value: "1\n2" },
      { name: "C", value: "3" },
    ]);
  });
});

describe("--trust-issuer", () => {
  const { value } = sampler(catalogue.find(({ id }) => id === "gitlab-personal-access-token")!)(chooser(3));
  const call = (host: string): string => `curl https://${host}/api/v4/user -H 'PRIVATE-TOKEN: ${value}'`;

  it("lets a credential pass to its issuer, and to the hosts that are given", async () => {
    expect((await report([], call("gitlab.com"))).code).toBe(1);
    expect((await report(["--trust-issuer"], call("gitlab.com"))).code).toBe(0);
    expect((await report(["--trust-issuer"], call("git.example.com"))).code).toBe(1);
    const hosts = ["--trust-issuer", "--issuer-hosts", "gitlab=git.example.com"];
    expect((await report(hosts, call("git.example.com"))).code).toBe(0);
  });
});

describe("detectors of one's own", () => {
  it("are loaded from a module, beside the catalogue's", async () => {
    expect((await report(["--detectors", at("own.mjs")], "x own_abcdefghijkl y")).found).toEqual(["own-key"]);
    expect((await report(["--detectors", at("broken.mjs")], "x")).code).toBe(2);
    expect((await report(["--detectors", at("text.txt")], "x")).code).toBeGreaterThan(1);
  });

  it("are loaded from several files, and an option that takes one value is not given twice", async () => {
    const argv = ["--detectors", at("own.mjs"), "--detectors", at("rules.toml")];
    const { found } = await report(argv, "x own_abcdefghijkl y acme_q7w2e9r4t1y6u3i8o5pz z");
    expect(found).toEqual(["own-key", "gitleaks-acme-key"]);
    const listed = (await run(["detectors", ...argv])).stdout;
    expect(listed).toMatch(/^own-key /m);
    expect(listed).toMatch(/^gitleaks-acme-key /m);
    expect((await run(["detectors", ...argv, "--report"])).code).toBe(2);
    expect((await report(["--known-secrets", "a", "--known-secrets", "b"], "x")).code).toBe(2);
  });

  it("are taken over from gitleaks rules, with the group that is the value", async () => {
    const key = "q7w2e9r4t1y6u3i8o5pz";
    const argv = ["--detectors", at("rules.toml")];
    expect(await report(argv, `k acme_${key} z`)).toMatchObject({
      found: ["gitleaks-acme-key"],
      stderr: expect.stringMatching(/^2 rules taken over, 5 left out/),
    });
    expect((await report(argv, "acme: SECRET = 0F1E2D3C4B5A69788796A5B4")).found).toEqual(["gitleaks-acme-secret"]);
    expect((await report(argv, "other: SECRET = 0F1E2D3C4B5A69788796A5B4")).found).not.toContain(
      "gitleaks-acme-secret",
    );
  });

  it("say why a rule is left out, and what of one is", async () => {
    const { stdout, code } = await run(["detectors", "--detectors", at("rules.toml"), "--report", "--json"]);
    expect(code).toBe(0);
    const { taken, notes } = JSON.parse(stdout) as { taken: string[]; notes: { rule: string; note: string }[] };
    expect(taken).toEqual(["gitleaks-acme-key", "gitleaks-acme-secret"]);
    expect(notes.map(({ rule, note }) => `${rule}: ${note}`)).toEqual([
      "(all): extends another configuration, which is not read: give that file too",
      "Acme Secret: its allowlist: it may ask about more",
      "Acme Secret: a keyword that its regex does not hold: looked for at most 1024 bytes away",
      "acme-file: tells files by their path",
      "acme-key-in-file: is for files of some paths only, and a request has none",
      "acme-lookahead: is not RE2 as it is read here (lookaround, backreferences, \\z or a syntax of Go's own)",
      "acme-any: has no keywords, so that there is nothing to look for it by",
      "acme-group: names a group that its regex does not have",
    ]);
  });

  it.each<[string, number, string | undefined]>([
    ["a(b)c", 0, "a(?P<token>b)c"],
    ["a(?:b)(c)(d)", 2, "a(?:b)(c)(?P<token>d)"],
    ["a(?P<x>b)", 1, "a(?P<token>b)"],
    ["\\(a[(](b)", 0, "\\(a[(](?P<token>b)"],
    ["[]()](b)", 0, "[]()](?P<token>b)"],
    ["[[:alpha:](](b)", 0, "[[:alpha:](](?P<token>b)"],
    ["\\Q(\\E(b)", 0, "\\Q(\\E(?P<token>b)"],
    ["(?i)abc", 0, "(?P<token>(?i)abc)"],
    ["abc", 1, undefined],
  ])("%s, group %i", (pattern, group, expected) => {
    expect(withTokenGroup(pattern, group)).toBe(expected);
  });
});

describe("outbound-dlp detectors", () => {
  it("lists all, one a line", async () => {
    const { stdout, code } = await run(["detectors"]);
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    for (const { id } of catalogue) expect(lines.some((line) => line.startsWith(`${id} `))).toBe(true);
  });

  it("explains one", async () => {
    const { stdout } = await run(["detectors", "gitlab-personal-access-token"]);
    expect(stdout).toMatch(/^id: +gitlab-personal-access-token\nservice: +gitlab\n/);
    expect(stdout).toContain("gitlab.com");
    expect(stdout).toContain("header private-token");
    const ofGitlab = catalogue.filter(({ service }) => service === "gitlab").map(({ id }) => id);
    const listed = (await run(["detectors", "gitlab"])).stdout.trimEnd().split("\n");
    expect(listed.map((line) => line.split(" ")[0])).toEqual(ofGitlab);
    expect(await run(["detectors", "no-such-thing"])).toMatchObject({ code: 2 });
    expect(await run(["detectors", "one", "two"])).toMatchObject({ code: 2 });
  });

  it("tests a text from standard input, and prints nothing of it", async () => {
    const key = "own_abcdefghijkl";
    const argv = ["detectors", "own-key", "--detectors", at("own.mjs"), "--test"];
    const hit = await run(argv, { stdin: `${Buffer.from(key).toString("base64")}\n` });
    expect(hit).toMatchObject({ code: 1, stdout: "own-key: high, bytes 0 to 22, through base64\n" });
    const miss = await run(argv, { stdin: "own_abc\n" });
    expect(miss).toMatchObject({ code: 0, stdout: "Nothing found: the shape does not match.\n" });
    const named = await run(["detectors", "own_abcdefghijkl", "--test"]);
    expect(named).toMatchObject({ code: 2, stderr: expect.stringContaining("standard input") });
    expect(named.stderr).not.toContain("own_abcdefghijkl");
  });

  it("gives each of these as JSON, too", async () => {
    expect(JSON.parse((await run(["detectors", "--json"])).stdout).length).toBeGreaterThan(catalogue.length - 1);
    expect(JSON.parse((await run(["detectors", catalogue[0]!.id, "--json"])).stdout)).toMatchObject({
      id: catalogue[0]!.id,
    });
    const argv = ["detectors", "--test", "--json", "--detectors", at("own.mjs")];
    expect(JSON.parse((await run(argv, { stdin: "own_abcdefghijkl" })).stdout)).toMatchObject([
      { detector: "own-key" },
    ]);
  });
});
