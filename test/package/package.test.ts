/** The tarball, as a user installs it. Runs from dist/: `npm test` builds first. */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { catalogue } from "../../src/catalogue/index.js";
import { scanText } from "../../src/index.js";
import { prepareDetectors } from "../../src/scan/compile/compile.js";
import type { Detector } from "../../src/types.js";
import { repository } from "../support/source.js";
import { manifest, pack, projectWithEngine, projectWithoutEngine, removeProjects, run } from "./project.js";
import { bundleSize } from "./size.js";
import { expectWorkingPackage } from "./working-package.js";

let files: readonly string[];
let withoutEngine: string;
let withEngine: string;

beforeAll(async () => {
  const packed = await pack();
  files = packed.files;
  withoutEngine = await projectWithoutEngine(packed.tarball);
  withEngine = await projectWithEngine(withoutEngine);
}, 120_000);

afterAll(removeProjects);

describe("the tarball", () => {
  it("holds the built code with its declarations, what other proxies are given, and four documents", () => {
    const rest = files.filter((path) => !/^dist\/[\w/-]+(\.d\.ts|\.js)$/.test(path));
    expect(rest).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "examples/envoy/envoy.yaml",
      "examples/mitmproxy/outbound_dlp.py",
      "package.json",
    ]);
  });

  it("holds every file that package.json names", async () => {
    const { exports } = await manifest();
    const named = JSON.stringify(exports).match(/\.\/dist\/[^"]+/g) ?? [];
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((path) => !files.includes(path.slice(2)))).toEqual([]);
  });
});

describe("the core", () => {
  it("is ASCII: with one other character in it, all of a module is read as text of two bytes a character", async () => {
    const modules = files.filter((path) => path.endsWith(".js"));
    const texts = await Promise.all(modules.map((path) => readFile(join(repository, path), "latin1")));
    expect(modules.filter((_, i) => /[^\x00-\x7f]/.test(texts[i]!))).toEqual([]);
  });

  it("is as big as docs/reference/size-and-speed.md says, within 10 %", async () => {
    const { bytes, gzipped, files: count } = bundleSize("dist/index.js");
    console.info(`core: ${count} files, ${kib(bytes)} KiB, ${kib(gzipped)} KiB gzipped`);
    const page = await readFile(join(repository, "docs/reference/size-and-speed.md"), "utf8");
    const [, raw, packed] = /(\d+) KiB, (\d+) KiB gzipped/.exec(page) ?? [];
    expect(Math.abs(Number(raw) / kib(bytes) - 1)).toBeLessThan(0.1);
    expect(Math.abs(Number(packed) / kib(gzipped) - 1)).toBeLessThan(0.1);
  });
});

describe("the built catalogue", () => {
  it("is the one of the sources, read from what was written down of it", async () => {
    const built: typeof import("../../src/index.js") = await import(
      pathToFileURL(join(repository, "dist/index.js")).href
    );
    const plain = (list: readonly Detector[]) =>
      list.map((detector) => Object.entries({ ...detector }).sort(([one], [other]) => (one < other ? -1 : 1)));
    const text = (list: readonly Detector[]) =>
      plain(list).map((fields) =>
        JSON.stringify(fields, (_, value) => (typeof value === "function" ? "function" : value)),
      );
    expect(text(built.catalogue)).toEqual(text(catalogue));
    expect(Object.isFrozen(built.catalogue)).toBe(true);
    for (const [i, { verify, examples }] of catalogue.entries())
      for (const example of verify ? examples : []) expect(built.catalogue[i]!.verify!(example)).toBe(verify!(example));
    for (const { id, examples } of catalogue)
      expect(
        built.scanText(examples[0]).findings.map(({ detector }) => detector),
        id,
      ).toEqual(scanText(examples[0]).findings.map(({ detector }) => detector));
  });

  it("is compiled already: what that finds out is in the package, and is of these detectors", async () => {
    const { digest, marks, kernel } = prepareDetectors(catalogue);
    const built = await readFile(join(repository, "dist/index.js"), "utf8");
    expect(built.includes(digest)).toBe(true);
    expect(built.includes(marks)).toBe(true);
    expect(kernel !== undefined && built.includes(kernel.bytes())).toBe(true);
  });
});

function kib(bytes: number): number {
  return Math.round(bytes / 1024);
}

describe("an empty project with the tarball installed", () => {
  it("imports, scans, holds, approves and remembers", async () => {
    await expectWorkingPackage(process.execPath, withEngine);
  });

  it("imports every entry point that package.json exports", async () => {
    const { exports } = await manifest();
    for (const subpath of Object.keys(exports).filter((name) => name !== "./package.json")) {
      const { code, stderr, stdout } = await run(
        process.execPath,
        ["import.mjs", `outbound-dlp${subpath.slice(1)}`],
        withEngine,
      );
      expect({ subpath, code, stderr }).toEqual({ subpath, code: 0, stderr: "" });
      expect(JSON.parse(stdout)).not.toEqual([]);
    }
  });

  it.each([
    ["NodeNext", "NodeNext"],
    ["ESNext", "Bundler"],
  ])("type-checks in a strict project with module %s and moduleResolution %s", async (module, moduleResolution) => {
    const config = {
      compilerOptions: {
        module,
        moduleResolution,
        target: "ES2022",
        strict: true,
        exactOptionalPropertyTypes: true,
        noEmit: true,
        types: ["node"],
      },
      files: ["types.ts"],
    };
    const name = `tsconfig.${moduleResolution}.json`;
    await writeFile(join(withEngine, name), JSON.stringify(config));
    const { stdout } = await run(
      process.execPath,
      [join(repository, "node_modules/typescript/bin/tsc"), "-p", name],
      withEngine,
    );
    expect(stdout).toBe("");
  });
});

describe("an install that ran no scripts, so that re2 was not built", () => {
  it("can be imported, says how to build the engine, denies, and lets nothing out", async () => {
    const { stdout, stderr } = await run(process.execPath, ["without-engine.mjs"], withoutEngine);
    expect(stderr).toBe("");
    const outcome = JSON.parse(stdout);
    expect(outcome.error).toMatchObject({ known: true, code: "ENGINE_UNAVAILABLE", cause: false });
    expect(outcome.error.message).toContain("npm install-scripts approve re2");
    expect(outcome.error.message).toContain("npm rebuild re2");
    expect(outcome.error.message).toContain('"allowScripts"');
    expect(outcome.reached).toBe(0);
    expect(outcome.verdict).toMatchObject({ action: "deny", because: "scan-failed" });
    expect(outcome.status).toBe(403);
  });

  it("the executable says so too, and exits with 3", async () => {
    await writeFile(join(withoutEngine, "input.txt"), "nothing");
    const { code, stderr } = await run(
      process.execPath,
      [join("node_modules", "outbound-dlp", "dist/cli/main.js"), "scan", "input.txt"],
      withoutEngine,
    );
    expect(stderr).toContain("npm rebuild re2");
    expect(code).toBe(3);
  });
});
