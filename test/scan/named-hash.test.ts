import { expect, test } from "vitest";
import { scanText } from "../../src/index.js";

const digest = `9f2ab8c41de07735${"b6c0d4a1f8e3925c"}7d60b1f24e8a93c5${"d7f01b2e6a49c803"}`;
const uuid = `3f2ab8c4-1de0-4735-${"b6c0-d4a1f8e3925c"}`;
const detectors = (text: string): readonly string[] => scanText(text).findings.map(({ detector }) => detector);

test.each([
  ["discord", (name: string) => `discord_token\n${name}${digest}`],
  ["gumroad", (name: string) => `gumroad_api\n${name}${digest}`],
  ["bugsnag", (name: string) => `bugsnag api\n${name}${uuid}`],
])("a value beside %s is asked about, unless its name says that it is a digest or an id", (service, write) => {
  for (const name of ["", "using key ", "value: "]) {
    expect(detectors(write(name)).filter((id) => id.startsWith(service))).toHaveLength(1);
  }
  // A UUID under that name is one of Vault's.
  expect(detectors(write("secret_id = "))).toHaveLength(1);
  for (const name of [
    "sha256:",
    "--hash=sha256:",
    'integrity="',
    "etag: ",
    "commit ",
    '"gitHead": "',
    "eventId: ",
    "request_id=",
    "MD5sum: ",
    'rev = "',
    "-X example.com/app/pkg/version.Version=",
    '"ETag":"\\"',
    "X-Trace-Id:\n      - ",
    "account: ",
    "buildJob = ",
    "public_key = ",
    '"X-Trace-Id": ["',
  ]) {
    expect(detectors(write(name))).toEqual([]);
  }
});

test("an id that a log gives a session, or another thing, is not asked about beside a service's name; a session's key is", () => {
  for (const thing of ["session", "Transaction", "trace"])
    expect(detectors(`2024-01-01 discord: ${thing} ${digest} opened`), thing).toEqual([]);
  for (const name of ["session key", "session =", "discord_session", "token"])
    expect(detectors(`2024-01-01 discord: ${name} ${digest} opened`), name).toHaveLength(1);
});
