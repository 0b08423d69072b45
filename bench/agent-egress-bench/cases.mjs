import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Every case below a path: the repository's folder, or its `cases` folder. In the order of their ids.
 * @param {string} path
 */
export function readCases(path) {
  const folder = existsSync(join(path, "cases")) ? join(path, "cases") : path;
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")))
    .filter((entry) => typeof entry.id === "string" && typeof entry.expected_verdict === "string")
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
