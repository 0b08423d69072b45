import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { isAlive, ownMark, parseMark } from "../../src/queues/file/liveness.js";

const NOW = (): number => Date.now();
const LONG_AGO = 0;

test("this process is alive, however old its last beat", async () => {
  expect(await isAlive(await ownMark(), LONG_AGO)).toBe(true);
});

test("a process that has ended is not, however young its last beat", async () => {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  expect(await isAlive({ ...(await ownMark()), pid: child.pid! }, NOW())).toBe(false);
});

test.runIf(process.platform === "linux")("another process under the same id is not the one that is meant", async () => {
  const own = await ownMark();
  expect(own.start).toMatch(/^\d+$/);
  expect(await isAlive({ ...own, start: `${Number(own.start) - 1}` }, NOW())).toBe(false);
});

test.runIf(process.platform === "linux")(
  "a process that has ended but that its parent has not yet noticed is dead",
  async () => {
    // A shell may notice the end of its child; the sleep that takes its place never does. So the child ends after that.
    const shell = spawn("sh", ["-c", "cat <&3 & echo $!; exec sleep 30"], {
      stdio: ["ignore", "pipe", "ignore", "pipe"],
    });
    const [output] = (await once(shell.stdout!, "data")) as [Buffer];
    const pid = Number(output.toString());
    while ((await readFile(`/proc/${shell.pid}/comm`, "utf8")) === "sh\n") await setImmediate();
    shell.stdio[3]!.destroy();
    const fields = async (): Promise<string[]> => {
      const line = await readFile(`/proc/${pid}/stat`, "utf8");
      return line.slice(line.lastIndexOf(")") + 2).split(" ");
    };
    let found = await fields();
    while (found[0] !== "Z") found = await fields();
    expect(await isAlive({ ...(await ownMark()), pid, start: found[19]! }, NOW())).toBe(false);
    shell.kill("SIGKILL");
  },
);

test("a process of another machine or container is alive while it beats", async () => {
  const elsewhere = { ...(await ownMark()), space: "elsewhere" };
  expect(await isAlive(elsewhere, NOW())).toBe(true);
  expect(await isAlive(elsewhere, NOW() - 60_000)).toBe(false);
  expect(await isAlive(elsewhere, NOW() + 60_000)).toBe(false);
});

test.each([
  [undefined],
  [null],
  [[]],
  [{}],
  [{ pid: 0, start: "", space: "" }],
  [{ pid: -1, start: "", space: "" }],
  [{ pid: "1", start: "", space: "" }],
  [{ pid: 1.5, start: "", space: "" }],
  [{ pid: 1, start: 1, space: "" }],
  [{ pid: 1, start: "" }],
])("%j is no mark", (value) => {
  expect(parseMark(value)).toBeUndefined();
});
