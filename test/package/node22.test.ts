/** The tarball on Node 22. Builds re2 for it, so it is apart from `npm test`: `npm run test:node22`. */

import { delimiter, dirname, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { pack, projectWithoutEngine, removeProjects, run, scratchDirectory } from "./project.js";
import { expectWorkingPackage } from "./working-package.js";

afterAll(removeProjects);

it("an empty project on Node 22 imports, scans, holds, approves and remembers", { timeout: 600_000 }, async () => {
  const tools = await scratchDirectory();
  await run("npm", ["install", "--prefix", tools, "--no-audit", "--no-fund", "node@22"]);
  const node = join(tools, "node_modules/node/bin/node");
  expect((await run(node, ["--version"])).stdout).toMatch(/^v22\./);

  const project = await projectWithoutEngine((await pack()).tarball);
  // The registry's package of the binary brings the headers that an addon is built with.
  const headers = join(tools, "node_modules/node/node_modules", `node-${process.platform}-${process.arch}`);
  const environment = { PATH: `${dirname(node)}${delimiter}${process.env.PATH}`, npm_config_nodedir: headers };
  expect(await run("npm", ["rebuild", "re2"], project, environment)).toMatchObject({ code: 0 });
  await expectWorkingPackage(node, project);
});
