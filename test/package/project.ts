/** Empty projects with the packed tarball installed, as a user has them. */

import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { repository } from "../support/source.js";

const execute = promisify(execFile);

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A directory that is removed by `removeProjects`. */
export async function scratchDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "outbound-dlp-package-"));
  directories.push(directory);
  return directory;
}

const directories: string[] = [];

export async function removeProjects(): Promise<void> {
  await Promise.all(
    directories.splice(0).map((directory) => rm(directory, { recursive: true, force: true, maxRetries: 10 })),
  );
}

/** Packs what stands in `dist/` and resolves with the tarball's path and the files in it. */
export async function pack(): Promise<{ readonly tarball: string; readonly files: readonly string[] }> {
  const directory = await scratchDirectory();
  // Without scripts: `prepack` would build again, under the feet of the suites that run from dist/.
  const { stdout } = await run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", directory]);
  const report = JSON.parse(stdout) as readonly [
    { readonly filename: string; readonly files: readonly { readonly path: string }[] },
  ];
  return { tarball: join(directory, report[0].filename), files: report[0].files.map(({ path }) => path).sort() };
}

/** A project in which npm installed the tarball and ran no install script: re2 is there and was never built. */
export async function projectWithoutEngine(tarball: string): Promise<string> {
  const directory = await emptyProject();
  const flags = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];
  await run("npm", ["install", ...flags, tarball], directory);
  return directory;
}

/** The same project with re2 as this checkout built it, and the optional peers and types that a consumer would have. */
export async function projectWithEngine(withoutEngine: string): Promise<string> {
  const directory = await emptyProject();
  const modules = join(directory, "node_modules");
  await cp(join(withoutEngine, "node_modules"), modules, {
    recursive: true,
    filter: (source) => !/node_modules[\\/]re2$/.test(source),
  });
  for (const name of ["re2", "mockttp", "fast-check", "redis", "pg", "@opentelemetry", "@types", "undici-types"]) {
    await rm(join(modules, name), { recursive: true, force: true, maxRetries: 10 });
    await symlink(join(repository, "node_modules", name), join(modules, name));
  }
  return directory;
}

async function emptyProject(): Promise<string> {
  const directory = await scratchDirectory();
  await writeFile(
    join(directory, "package.json"),
    JSON.stringify({ name: "consumer", private: true, type: "module", allowScripts: { re2: true } }),
  );
  for (const name of await readdir(consumerFiles)) {
    await cp(join(consumerFiles, name), join(directory, name));
  }
  return directory;
}

const consumerFiles = join(repository, "test/package/consumer");

/** Runs a program to its end, whatever its exit code. `environment` is added to this process's own. */
export async function run(
  program: string,
  args: readonly string[],
  cwd: string = repository,
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  try {
    const env = { ...process.env, ...environment };
    const { stdout, stderr } = await execute(program, args, { cwd, env, maxBuffer: 1 << 26 });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof code !== "number") throw error;
    return { code, stdout: stdout ?? "", stderr: stderr ?? "" };
  }
}

/** The package's own package.json. */
export async function manifest(): Promise<{
  readonly version: string;
  readonly exports: Readonly<Record<string, unknown>>;
}> {
  return JSON.parse(await readFile(join(repository, "package.json"), "utf8"));
}
