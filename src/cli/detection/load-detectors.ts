import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Detector } from "../../types.js";
import { UnableError, UsageError } from "../errors.js";
import { type ImportedRules, importRules } from "./gitleaks-rules.js";

/** The detectors of several files, in order: of two with one id a scan takes none, and says so. */
export async function detectorsIn(
  paths: readonly string[],
  stderr: NodeJS.WritableStream,
): Promise<readonly Detector[]> {
  const lists = await Promise.all(paths.map((path) => loadDetectors(path, stderr)));
  return lists.flat();
}

/** The detectors in a file: a module's default export or its `detectors`, or gitleaks rules. What was not taken over is counted on `stderr`. */
async function loadDetectors(path: string, stderr: NodeJS.WritableStream): Promise<readonly Detector[]> {
  if (!path.endsWith(".toml")) return loadModule(path);
  const { detectors, notes } = await loadRules(path);
  const left = new Set(notes.filter(({ isLeftOut }) => isLeftOut).map(({ rule }) => rule)).size;
  stderr.write(
    `${detectors.length} rules taken over, ${left} left out: \`outbound-dlp detectors --detectors FILE --report\` says why.\n`,
  );
  return detectors;
}

/** @throws UnableError when the file cannot be read, or the parser for TOML is not installed; UsageError when it is no TOML. */
export async function loadRules(path: string): Promise<ImportedRules> {
  const { parse } = await import("smol-toml").catch(() => {
    throw new UnableError("Rules in TOML are read with smol-toml, which is not installed: npm install smol-toml");
  });
  const text = await readFile(path, "utf8").catch(() => {
    throw new UnableError("The file that --detectors names cannot be read.");
  });
  let rules: unknown;
  try {
    rules = parse(text);
  } catch {
    throw new UsageError("The file that --detectors names is not TOML.");
  }
  return importRules(rules);
}

async function loadModule(path: string): Promise<readonly Detector[]> {
  const { defineDetector } = await import("../../index.js");
  const module: unknown = await import(pathToFileURL(resolve(path)).href).catch(() => {
    throw new UnableError("The module that --detectors names cannot be loaded: run it with node to see why.");
  });
  const { default: main, detectors = main } = module as { default?: unknown; detectors?: unknown };
  if (!Array.isArray(detectors))
    throw new UsageError(
      "The module that --detectors names exports no list: export default [defineDetector({ ... })].",
    );
  return detectors.map((detector: Detector) => defineDetector(detector));
}
