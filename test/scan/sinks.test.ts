import { Console } from "node:console";
import { Writable } from "node:stream";
import { format, inspect } from "node:util";
import v8 from "node:v8";
import { describe, expect, it } from "vitest";
import { ConfigurationError, type OutboundRequest, scanOutbound, scanText } from "../../src/index.js";
import { detectorOf, sampleOf } from "./support/samples.js";

const detector = detectorOf("github-personal-access-token");
const token = sampleOf(detector, 7).value;
const other = sampleOf(detector, 8).value;

function asTable(value: unknown): string {
  let text = "";
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  new Console({ stdout }).table(value);
  return text;
}

/** Every way in which a value ends up in a log or in another process; those of docs/decisions/0001. */
const sinks: readonly (readonly [name: string, write: (value: object) => string])[] = [
  ["JSON.stringify", (value) => JSON.stringify(value)],
  ["util.inspect", (value) => inspect(value, { depth: null })],
  ["util.inspect with showHidden", (value) => inspect(value, { depth: null, showHidden: true })],
  ["util.inspect with getters", (value) => inspect(value, { depth: null, getters: true })],
  [
    "util.inspect with both",
    (value) => inspect(value, { depth: null, showHidden: true, getters: true, compact: false }),
  ],
  ["%o", (value) => format("%o", value)],
  ["%j", (value) => format("%j", value)],
  ["%s and %O", (value) => format("%s %O", value, value)],
  ["Object.keys and entries", (value) => inspect([Object.keys(value), Object.entries(value)], { depth: null })],
  [
    "own property names",
    (value) =>
      inspect(
        Reflect.ownKeys(value).map((key) => [key, Reflect.get(value, key)]),
        { depth: null },
      ),
  ],
  ["spread", (value) => inspect({ ...value }, { depth: null, showHidden: true, getters: true })],
  ["structuredClone", (value) => inspect(structuredClone(value), { depth: null, showHidden: true, getters: true })],
  ["v8.serialize", (value) => v8.serialize(value).toString("latin1")],
  ["String()", (value) => String(value)],
  ["console.table", (value) => asTable(value) + asTable([value])],
];

const request: OutboundRequest = {
  method: "POST",
  url: `https://api.example.com/?key=${token}`,
  headers: [["x-note", Buffer.from(token).toString("base64")]],
  body: JSON.stringify({ a: `one ${token}`, b: other, c: "x" }),
  bodyComplete: false,
};
const result = scanOutbound(request);

/** Every six characters in a row of the variable part, and all of it in base64, backwards and in hexadecimal. */
function windows(value: string): readonly string[] {
  const variable = value.slice("ghp_".length);
  const all = Array.from({ length: variable.length - 5 }, (_, i) => variable.slice(i, i + 6));
  const written = [Buffer.from(value).toString("hex"), Buffer.from(value).toString("base64").slice(8, 40)];
  return [...all, [...variable].reverse().join(""), ...written];
}

describe.each(sinks)("%s", (_name, write) => {
  it.each([
    ["a result", result],
    ["a finding", result.findings[0]!],
    ["a finding that could not be inspected", result.findings.at(-1)!],
    ["a list of findings", { findings: result.findings }],
  ])("shows nothing of what matched in %s", (_of, value) => {
    const text = write(value);
    expect(text).not.toContain("matched");
    for (const window of [...windows(token), ...windows(other)]) expect(text).not.toContain(window);
  });
});

describe("matched", () => {
  it("is read from the result and from each finding, and is the decoded value", () => {
    expect(result.matched).toBe(token);
    expect(result.findings.map(({ matched }) => matched)).toEqual([
      token,
      token,
      token,
      other,
      expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    ]);
    expect(scanText("nothing here").matched).toBeUndefined();
  });

  it("is neither own nor writable, and a copy has none", () => {
    const [finding] = result.findings;
    expect(Object.hasOwn(finding!, "matched")).toBe(false);
    expect("matched" in { ...finding }).toBe(false);
    expect((structuredClone(finding) as { matched?: unknown }).matched).toBeUndefined();
    expect(() => Object.assign(finding!, { matched: "x" })).toThrow(TypeError);
    expect(Object.isFrozen(result) && Object.isFrozen(result.findings) && Object.isFrozen(finding!.location)).toBe(
      true,
    );
  });
});

describe("no error of a scan shows anything of the request", () => {
  it.each<[string, () => unknown]>([
    ["a bad option", () => scanText(token, undefined, { minConfidence: token as "high" })],
    ["a bad limit", () => scanText(token, undefined, { limits: { viewDepth: token as unknown as number } })],
    ["a bad detector", () => scanText(token, undefined, { detectors: [{ ...detector, shape: `(${token}` }] })],
  ])("%s", (_name, run) => {
    const error = thrown(run);
    expect(error).toBeInstanceOf(Error);
    for (const window of windows(token))
      expect(`${inspect(error, { showHidden: true, getters: true })}`).not.toContain(window);
    expect(error).not.toHaveProperty("cause");
    expect(error instanceof ConfigurationError || (error as { code: string }).code === "DETECTOR_INVALID").toBe(true);
  });
});

function thrown(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
