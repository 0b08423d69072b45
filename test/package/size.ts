import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { gzipSync } from "node:zlib";
import ts from "typescript";
import { nodes, parse, repository } from "../support/source.js";

export interface Size {
  readonly files: number;
  readonly bytes: number;
  /** Each file compressed by itself, added up. */
  readonly gzipped: number;
}

/** Size of a built file with all that it imports statically of this package. Not minified. */
export function bundleSize(entry: string): Size {
  const reached = new Set([entry]);
  let [bytes, gzipped] = [0, 0];
  for (const path of reached) {
    const text = readFileSync(`${repository}${path}`, "utf8");
    bytes += Buffer.byteLength(text);
    gzipped += gzipSync(text).length;
    for (const specifier of staticImports(path, text)) reached.add(posix.join(posix.dirname(path), specifier));
  }
  return { files: reached.size, bytes, gzipped };
}

function staticImports(path: string, text: string): string[] {
  return [...nodes(parse(path, text).tree)]
    .map((node) => (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) ? node.moduleSpecifier : undefined))
    .filter((specifier) => specifier !== undefined && ts.isStringLiteral(specifier))
    .map((specifier) => (specifier as ts.StringLiteral).text)
    .filter((specifier) => specifier.startsWith("."));
}
