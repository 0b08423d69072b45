import { mkdir, readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import type { Options } from "tsup";
import { LOCATES, VERIFIES, type WrittenCatalogue } from "../src/catalogue/restored.js";
import type { Prepared } from "../src/prepared-types.js";
import type { Detector } from "../src/types.js";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];
type Esbuild = Parameters<Plugin["setup"]>[0]["esbuild"];

/** Where the catalogue's modules are written to be run: within the package, so that they find re2. */
const OUTPUT = "node_modules/.cache/prepare.mjs";
const INDEX = "src/catalogue/index.ts";

/** What the catalogue's own source says, when it is run. */
interface Sources {
  readonly catalogue: readonly Detector[];
  /** By the names under which the index imports them. */
  readonly lists: Readonly<Record<string, readonly Detector[]>>;
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
      return { contents: indexModule(await run(), await importsOfIndex()), loader: "ts" };
    });
  },
};

/** Names and modules of the lists that the index puts together. */
async function importsOfIndex(): Promise<readonly (readonly [name: string, path: string])[]> {
  const source = await readFile(INDEX, "utf8");
  return [...source.matchAll(/^import \{ (\w+) \} from "(\.[^"]+)";$/gm)].map(([, name, path]) => [name!, path!]);
}

async function runSources({ build }: Esbuild): Promise<Sources> {
  await mkdir("node_modules/.cache", { recursive: true });
  const names = (await importsOfIndex()).map(([name]) => name);
  await build({
    stdin: {
      contents: `${await readFile(INDEX, "utf8")}
export const lists = { ${names.join()} };
export { prepareDetectors } from "../scan/compile.js";`,
      resolveDir: "src/catalogue",
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

/** The data as JSON, which is read faster than code is run; `require` is what a bundle evaluates when it is first called. */
function indexModule({ catalogue, lists }: Sources, imports: readonly (readonly [string, string])[]): string {
  const sources = imports.map(([name, path]) => `() => require(${JSON.stringify(path)}).${name}`);
  const written = JSON.stringify(
    JSON.stringify(
      write(
        catalogue,
        imports.map(([name]) => lists[name]!),
      ),
    ),
  );
  return `import { restored } from "./restored.js";
const text = () => ${written};
export const catalogue = restored(JSON.parse(text()), [${sources.join()}]);`;
}

function write(catalogue: readonly Detector[], lists: readonly (readonly Detector[])[]): WrittenCatalogue {
  const places = new Map(lists.flatMap((list, i) => list.map((detector, k) => [detector, [i, k]] as const)));
  return {
    detectors: catalogue.map(({ verify: _, locate: __, examples: ___, counterExamples: ____, ...data }) => data),
    places: catalogue.flatMap((detector) => places.get(detector)!),
    functions: catalogue.map(({ verify, locate }) => (verify ? VERIFIES : 0) | (locate ? LOCATES : 0)),
  };
}
