import { mkdir } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import type { Options } from "tsup";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];
type Esbuild = Parameters<Plugin["setup"]>[0]["esbuild"];

/** Where the module that finds it out is written: within the package, so that it finds re2. */
const OUTPUT = "node_modules/.cache/prepare.mjs";

/**
 * Compiles the catalogue while the package is built, and puts what that finds out in place of src/catalogue/prepared.ts: at a start it is
 * then read, not found out again (docs/decisions/0023-a-prepared-catalogue.md).
 */
export const preparedCatalogue: Plugin = {
  name: "prepared-catalogue",
  setup({ onLoad, esbuild }) {
    let contents: Promise<string> | undefined;
    onLoad({ filter: /[\\/]src[\\/]catalogue[\\/]prepared\.ts$/ }, async () => {
      contents ??= prepare(esbuild);
      return { contents: await contents, loader: "ts" };
    });
  },
};

async function prepare({ build }: Esbuild): Promise<string> {
  await mkdir("node_modules/.cache", { recursive: true });
  await build({
    entryPoints: ["build/prepare.ts"],
    outfile: OUTPUT,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: ["re2"],
    logLevel: "error",
  });
  const { prepared } = await import(`${pathToFileURL(OUTPUT)}?${Date.now()}`);
  const { kernel, ...rest } = prepared;
  const tables = kernel && `{ ...${JSON.stringify(kernel)}, bytes: () => "${kernel.bytes()}" }`;
  return `export const prepared = { ...${JSON.stringify(rest)}, kernel: ${tables} };`;
}
