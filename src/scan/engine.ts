import { createRequire } from "node:module";
import type RE2Type from "re2";
import { EngineUnavailableError } from "../errors.js";

/** The one regular expression engine here: linear in its input whatever the pattern, so that no request can stall the proxy. */
export type Pattern = RE2Type;

let engine: typeof RE2Type | undefined;

/**
 * Compiles an RE2 pattern. The engine is loaded at the first call, so that a package installed without its native part can still be
 * imported and can say what is wrong.
 * @throws EngineUnavailableError when re2 is missing or was not built.
 * @throws SyntaxError when the pattern is not RE2.
 */
export function compilePattern(source: string, flags = ""): Pattern {
  engine ??= loadEngine();
  return new engine(source, flags);
}

function loadEngine(): typeof RE2Type {
  try {
    return createRequire(import.meta.url)("re2") as typeof RE2Type;
  } catch {
    throw new EngineUnavailableError(
      "The regular expression engine re2 is not installed or was not built, so nothing can be scanned and everything must be denied. " +
        'npm 12 builds it only when allowed: run "npm install-scripts approve re2" and then "npm rebuild re2" (or add ' +
        '"allowScripts": { "re2": true } to your package.json and install again).',
    );
  }
}
