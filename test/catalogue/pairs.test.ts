/** Credentials of two parts: the secret is the finding, and the id beside it makes it sure. */

import { describe, expect, test } from "vitest";
import { sample } from "../../src/catalogue/forms/alphabets.js";
import { scanText } from "../../src/index.js";

const secretAccessKey = sample("base64", 40);
const authToken = sample("hex", 32);
const keySecret = sample("alnum", 24);
const clientSecret = sample("alnum", 40);

const PAIRS = [
  ["AWS, in an ini file", `id = AKIA${sample("base32", 16)}\nsecret = SECRET\n`, secretAccessKey],
  ["AWS, joined by a colon", `AKIA${sample("base32", 16)}:SECRET`, secretAccessKey],
  ["AWS, in JSON", `{"id":"ASIA${sample("base32", 16)}","secret":"SECRET"}`, secretAccessKey],
  ["Twilio, of curl", `curl -u AC${sample("hex", 32)}:SECRET https://example.net/`, authToken],
  ["Twilio, in code", `new Client("AC${sample("hex", 32)}", "SECRET")`, authToken],
  ["Razorpay, of curl", `curl -u rzp_test_${sample("alnum", 14)}:SECRET https://example.net/`, keySecret],
  ["OAuth, as a form", `client_id=${sample("alnum", 20)}&client_secret=SECRET&scope=read`, clientSecret],
  ["OAuth, in JSON", `{"client_id":"billing","client_secret":"SECRET"}`, clientSecret],
] as const;

describe.each(PAIRS)("%s", (_name, text, secret) => {
  test("the secret is found whole, and is sure", () => {
    const found = scanText(text.replace("SECRET", secret)).findings.filter(({ matched }) => matched === secret);
    expect(found.map(({ confidence }) => confidence)).toEqual(["high"]);
  });

  test("a placeholder in its place is no secret", () => {
    const found = scanText(text.replace("SECRET", "<your-secret>")).findings;
    expect(found.filter(({ detector }) => detector.endsWith("-pair"))).toEqual([]);
  });
});

test.each([
  ["a Twilio account", `sid: AC${sample("hex", 32)}`],
  ["an OAuth client", `{"client_id":"${sample("alnum", 20)}"}`],
])("the id of %s is not asked about alone", (_name, text) => {
  expect(scanText(text).findings).toEqual([]);
});
