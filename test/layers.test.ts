/** The shape of the house: which room may import which, and what a room must not do. The table is design, not description. */

import { posix } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { nodes, parse, place, type SourceFile, sourceFiles } from "./support/source.js";

/** Rooms are folders of `src/`; "leaves" are the files beside `index.ts`. A room may always import itself and the leaves. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  leaves: [],
  request: ["views"],
  views: [],
  scan: ["request", "views"],
  catalogue: [],
  approval: ["request", "scan"],
  queues: [],
  adapters: [],
  telemetry: [],
  operator: [],
  testing: ["scan", "views"],
  index: ["request", "views", "scan", "catalogue", "approval", "queues"],
  cli: [
    "request",
    "views",
    "scan",
    "catalogue",
    "approval",
    "queues",
    "adapters",
    "telemetry",
    "operator",
    "testing",
    "index",
  ],
};

/** What each room may load from outside the package, besides Node's own modules. */
const MAY_LOAD: Readonly<Record<string, readonly string[]>> = {
  scan: ["re2"],
  queues: ["redis", "pg"],
  adapters: ["fastify", "mockttp", "undici"],
  telemetry: ["@opentelemetry/api"],
  cli: ["mockttp", "smol-toml"],
  testing: ["fast-check"],
};

/** Scanning is pure: these rooms touch no file, no network, no process. */
const PURE_ROOMS: readonly string[] = ["request", "views", "scan", "catalogue", "leaves"];
const PURE_MODULES: readonly string[] = ["node:buffer", "node:crypto", "node:module", "node:util", "node:zlib"];

/** Rooms on a proxy's path, where one synchronous call would stop every request at once. */
const ASYNCHRONOUS_ROOMS: readonly string[] = ["queues", "adapters", "approval"];

const LONGEST_FILE = 400;

interface Import {
  readonly specifier: string;
  /** Erased when compiled: it loads nothing. */
  readonly typeOnly: boolean;
  readonly at: string;
}

const files = sourceFiles();

function roomOf(path: string): string {
  const [, folder, rest] = path.split("/");
  if (rest !== undefined) return folder ?? "";
  return folder === "index.ts" ? "index" : "leaves";
}

/** Static and dynamic imports, re-exports, type imports and `require`, by any local name that ends in "require". */
function importsOf(file: SourceFile): Import[] {
  const found: Import[] = [];
  for (const node of nodes(file.tree)) {
    const specifier = importedBy(node);
    if (specifier !== undefined) found.push({ specifier, typeOnly: isTypeOnly(node), at: place(file, node) });
  }
  return found;
}

function importedBy(node: ts.Node): string | undefined {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
    return textOf(node.moduleSpecifier);
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return textOf(node.argument.literal);
  if (ts.isCallExpression(node)) {
    const callee = node.expression;
    const loads =
      callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && /require$/i.test(callee.text));
    if (loads) return textOf(node.arguments[0]);
  }
  return undefined;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isImportTypeNode(node)) return true;
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  return ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined;
}

function targetOf(file: SourceFile, specifier: string): string {
  return posix.join(posix.dirname(file.path), specifier).replace(/\.js$/, ".ts");
}

/** Everything wrong with one file's imports, as sentences. */
function complaintsAbout(file: SourceFile): string[] {
  const room = roomOf(file.path);
  return importsOf(file).flatMap(({ specifier, at }) => {
    if (specifier.startsWith(".")) {
      const target = roomOf(targetOf(file, specifier));
      const allowed = target === room || target === "leaves" || MAY_IMPORT[room]?.includes(target);
      return allowed ? [] : [`${at}: ${room} may not import ${target} (${specifier})`];
    }
    if (specifier.startsWith("node:")) {
      const allowed = !PURE_ROOMS.includes(room) || PURE_MODULES.includes(specifier);
      return allowed ? [] : [`${at}: ${room} is pure and may not import ${specifier}`];
    }
    return MAY_LOAD[room]?.includes(specifier) ? [] : [`${at}: ${room} may not load ${specifier}`];
  });
}

describe("imports", () => {
  it("every room under src/ stands in the table", () => {
    expect([...new Set(files.map((file) => roomOf(file.path)))].filter((room) => !(room in MAY_IMPORT))).toEqual([]);
  });

  it("go only in the direction of the table", () => {
    expect(files.flatMap(complaintsAbout)).toEqual([]);
  });

  it("make no circle of files that load each other", () => {
    const graph = new Map(
      files.map((file) => [
        file.path,
        importsOf(file)
          .filter(({ specifier, typeOnly }) => specifier.startsWith(".") && !typeOnly)
          .map(({ specifier }) => targetOf(file, specifier)),
      ]),
    );
    expect(circlesIn(graph)).toEqual([]);
  });

  it.each<[string, string, string]>([
    ["the scan reaching for the catalogue", "src/scan/match.ts", 'import { catalogue } from "../catalogue/index.js";'],
    ["an adapter reaching for the guard", "src/adapters/x.ts", 'export { createGuard } from "../approval/index.js";'],
    ["a type from the wrong room", "src/views/x.ts", 'type A = import("../scan/index.js").A;'],
    ["a dynamic import", "src/queues/x.ts", 'await import("../index.js");'],
    ["a file read while scanning", "src/scan/x.ts", 'import { readFile } from "node:fs/promises";'],
    ["a second dependency", "src/catalogue/x.ts", 'import x from "lodash";'],
    ["the engine outside the scan", "src/approval/x.ts", 'const require = createRequire(x); require("re2");'],
  ])("the check catches %s", (_, path, text) => {
    expect(complaintsAbout(parse(path, text))).toHaveLength(1);
  });
});

/** Each circle once, as "a > b > a". */
function circlesIn(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const from = trail.indexOf(path);
    if (from >= 0) circles.push([...trail.slice(from), path].join(" > "));
    if (from >= 0 || done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return circles;
}

/** Places where a value "forward" is made: neither a type nor one side of a comparison. */
function forwardsIn(file: SourceFile): string[] {
  return [...nodes(file.tree)]
    .filter((node) => ts.isStringLiteralLike(node) && node.text === "forward")
    .filter((node) => !ts.isLiteralTypeNode(node.parent) && !isComparison(node.parent) && !ts.isCaseClause(node.parent))
    .map((node) => place(file, node));
}

function isComparison(node: ts.Node): boolean {
  return (
    ts.isBinaryExpression(node) &&
    [ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken].includes(
      node.operatorToken.kind,
    )
  );
}

describe("what a room must not do", () => {
  it("one place alone makes a verdict to forward, and it stands in src/approval", () => {
    const places = files.flatMap(forwardsIn);
    expect(places).toHaveLength(1);
    expect(places[0]).toMatch(/^src\/approval\//);
  });

  it.each<[string, string, number]>([
    ["an object", 'return { action: "forward" };', 1],
    ["an assignment", 'verdict.action = "forward";', 1],
    ["a default", 'function f(action = "forward") {}', 1],
    ["a comparison", 'if (verdict.action === "forward") send();', 0],
    ["a type", 'type A = { action: "forward" };', 0],
  ])("the check for that sees %s", (_, text, count) => {
    expect(forwardsIn(parse("src/approval/x.ts", text))).toHaveLength(count);
  });

  it("no synchronous call on a proxy's path", () => {
    const calls = files
      .filter((file) => ASYNCHRONOUS_ROOMS.includes(roomOf(file.path)))
      .flatMap((file) =>
        [...nodes(file.tree)]
          .filter((node) => ts.isIdentifier(node) && node.text.endsWith("Sync"))
          .map((node) => place(file, node)),
      );
    expect(calls).toEqual([]);
  });

  it("no console outside src/cli", () => {
    const uses = files
      .filter((file) => roomOf(file.path) !== "cli")
      .flatMap((file) =>
        [...nodes(file.tree)]
          .filter((node) => ts.isPropertyAccessExpression(node) && node.expression.getText() === "console")
          .map((node) => place(file, node)),
      );
    expect(uses).toEqual([]);
  });

  it(`no file of more than ${LONGEST_FILE} lines`, () => {
    const long = files.filter((file) => file.text.split("\n").length - 1 > LONGEST_FILE).map((file) => file.path);
    expect(long).toEqual([]);
  });
});
