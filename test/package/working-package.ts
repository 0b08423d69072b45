import { join } from "node:path";
import { expect } from "vitest";
import { manifest, run } from "./project.js";

/** Made here, never issued: the shape of a GitHub token whose checksum is wrong. */
const TOKEN = `ghp_${"a1b2c3d4e5".repeat(4).slice(0, 36)}`;

/** Runs the consumer's program and the executable under one Node, in a project that has the package. */
export async function expectWorkingPackage(node: string, project: string): Promise<void> {
  const { stdout, stderr } = await run(node, ["use.mjs", TOKEN], project);
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual({
    detectors: expect.toSatisfy((count: number) => count >= 60),
    verdict: "hold",
    clear: "clear",
    decided: "recorded",
    first: ["forward", "approved"],
    second: ["forward", "remembered"],
    adapters: ["function", "function", "function", "function"],
  });

  const executable = join("node_modules", "outbound-dlp", "dist/cli/main.js");
  const version = await run(node, [executable, "--version"], project);
  expect(version).toMatchObject({ code: 0, stderr: "" });
  expect(version.stdout).toContain((await manifest()).version);
}
