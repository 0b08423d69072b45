import { expect, it } from "vitest";
import { whoDecides } from "../../src/cli/gateway/how-to-use.js";

it.each([
  [
    "npx started it, which may have it on no path",
    { npm_command: "exec" },
    "\n  npx outbound-dlp supervise --queue /q",
  ],
  ["it was started by its name", {}, "\n  outbound-dlp supervise --queue /q"],
])("the command that decides is one that can be run where %s", (_, env, line) => {
  expect(whoDecides("/q", env)).toContain(line);
});
