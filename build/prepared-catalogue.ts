import { mkdir, readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { deflateRawSync } from "node:zlib";
import type { Options } from "tsup";
import type { WrittenCatalogue } from "../src/catalogue/restored.js";
import type { Prepared } from "../src/prepared-types.js";
import type { Detector } from "../src/types.js";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];
type Esbuild = Parameters<Plugin["setup"]>[0]["esbuild"];

/** Where the catalogue's modules are written to be run: within the package, so that they find re2. */
const OUTPUT = "node_modules/.cache/prepare.mjs";
const FOLDER = "src/catalogue";
const INDEX = `${FOLDER}/index.ts`;

/** What the catalogue's own source says, when it is run. */
interface Sources {
  readonly catalogue: readonly Detector[];
  /** What each module exports on which the index depends, by its path from `FOLDER`. */
  readonly modules: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly prepareDetectors: (detectors: readonly Detector[]) => Prepared;
}

/**
 * Runs and compiles the catalogue while the package is built, and puts what comes of that in place of its index and of
 * src/catalogue/prepared.ts: at a start it is then read, not found out again (docs/decisions/0023-a-prepared-catalogue.md).
 */
export const preparedCatalogue: Plugin = {
  name: "prepared-catalogue",
  setup({ onLoad, esbuild }) {
    let sources: Promise<Sources> | undefined;
    const run = () => {
      sources ??= runSources(esbuild);
      return sources;
    };
    onLoad({ filter: /[\\/]src[\\/]catalogue[\\/]prepared\.ts$/ }, async () => {
      return { contents: preparedModule(await run()), loader: "ts" };
    });
    onLoad({ filter: /[\\/]src[\\/]catalogue[\\/]index\.ts$/ }, async () => {
      return { contents: indexModule(await run()), loader: "ts" };
    });
  },
};

/** Paths from `FOLDER` of the modules on which the index depends. */
async function modulesOfIndex({ build }: Esbuild): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [INDEX],
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
  });
  return Object.keys(metafile.inputs)
    .filter((path) => path !== INDEX)
    .map((path) => (path.startsWith(`${FOLDER}/`) ? path.replace(FOLDER, ".") : path.replace("src/", "../")));
}

async function runSources(esbuild: Esbuild): Promise<Sources> {
  await mkdir("node_modules/.cache", { recursive: true });
  const paths = await modulesOfIndex(esbuild);
  await esbuild.build({
    stdin: {
      contents: `${await readFile(INDEX, "utf8")}
${paths.map((path, i) => `import * as module${i} from ${JSON.stringify(path)};`).join("\n")}
export const modules = { ${paths.map((path, i) => `${JSON.stringify(path)}: module${i}`).join()} };
export { prepareDetectors } from "../scan/compile/compile.js";`,
      resolveDir: FOLDER,
      sourcefile: "sources.ts",
      loader: "ts",
    },
    outfile: OUTPUT,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: ["re2"],
    logLevel: "error",
  });
  return import(`${pathToFileURL(OUTPUT)}?${Date.now()}`);
}

function preparedModule({ catalogue, prepareDetectors }: Sources): string {
  const { kernel, ...rest } = prepareDetectors(catalogue);
  const tables = kernel && `{ ...${JSON.stringify(kernel)}, bytes: () => "${kernel.bytes()}" }`;
  return `export const prepared = { ...${JSON.stringify(rest)}, kernel: ${tables} };`;
}

/** `require` is what a bundle evaluates when it is first called: modules that nothing but data comes of are not in it at all. */
function indexModule({ catalogue, modules }: Sources): string {
  const sources = sourcesOf(modules);
  const used: string[] = [];
  const placeOf = (value: unknown) => {
    if (value === undefined) return undefined;
    const source = sources.get(value);
    if (source === undefined) throw new Error("a function of the catalogue is in none of its modules");
    if (!used.includes(source)) used.push(source);
    return used.indexOf(source);
  };
  const written: WrittenCatalogue = {
    detectors: catalogue.map(({ verify: _, locate: __, examples: ___, counterExamples: ____, ...data }) => data),
    functions: catalogue.map(({ verify, locate }) => ({ verify: placeOf(verify), locate: placeOf(locate) })),
  };
  const examples = catalogue.map(({ examples, counterExamples }) => ({ examples, counterExamples }));
  return `import { restored, unpacked } from "./restored.js";
const written = () => "${packed(written)}";
const examples = () => "${packed(examples)}";
export const catalogue = restored(unpacked(written()), [${used.map((source) => `() => ${source}`).join()}], examples);`;
}

/** How to come by each function: what a module exports, or what a detector of a list has that it exports. */
function sourcesOf(modules: Sources["modules"]): ReadonlyMap<unknown, string> {
  const sources = new Map<unknown, string>();
  const add = (value: unknown, source: string) => {
    if (typeof value === "function" && !sources.has(value)) sources.set(value, source);
  };
  const exports = Object.entries(modules).flatMap(([path, module]) =>
    Object.entries(module).map(([name, value]) => [`require(${JSON.stringify(path)}).${name}`, value] as const),
  );
  for (const [source, value] of exports) add(value, source);
  for (const [source, value] of exports) {
    if (!Array.isArray(value)) continue;
    for (const [i, own] of (value as readonly Partial<Detector>[]).entries()) {
      add(own.verify, `${source}[${i}].verify`);
      add(own.locate, `${source}[${i}].locate`);
    }
  }
  return sources;
}

function packed(data: unknown): string {
  return deflateRawSync(JSON.stringify(data), { level: 9 }).toString("base64");
}
