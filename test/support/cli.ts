/** The executable as users get it: what `npm run build` has built, which `npm test` does first. */

import { existsSync } from "node:fs";
import { repository } from "./source.js";

/** The path of the built executable. Throws when there is none. */
export function builtCli(): string {
  const path = `${repository}dist/cli/main.js`;
  if (!existsSync(path)) throw new Error("There is no dist/cli/main.js: run `npm run build` first.");
  return path;
}
