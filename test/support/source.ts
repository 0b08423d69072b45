/** The package's own source, parsed with TypeScript's parser: what the tests about structure read. */

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** The repository's root, with a trailing slash. */
export const repository: string = fileURLToPath(new URL("../../", import.meta.url));

export interface SourceFile {
  /** From the repository's root, with forward slashes: "src/scan/index.ts". */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

/** Every TypeScript file under `src/`, in alphabetical order. */
export function sourceFiles(): SourceFile[] {
  return readdirSync(`${repository}src`, { recursive: true, encoding: "utf8" })
    .map((name) => `src/${name.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".ts"))
    .sort()
    .map((path) => parse(path, readFileSync(`${repository}${path}`, "utf8")));
}

export function parse(path: string, text: string): SourceFile {
  return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) };
}

/** Every node of a file, in the order of the text. */
export function* nodes(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  for (const child of children) yield* nodes(child);
}

/** "src/scan/match.ts:12", for a message that an editor can open. */
export function place(file: SourceFile, node: ts.Node): string {
  return `${file.path}:${file.tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
