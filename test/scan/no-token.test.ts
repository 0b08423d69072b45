import { expect, test } from "vitest";
import { scanText } from "../../src/index.js";

const key = `9f2ab8c41de07735${"b6c0d4a1f8e3925c"}`;
const commit = `9f2ab8c41de07735${"b6c0d4a1f8e3925c"}7d60b1f2`;
const detectors = (text: string): readonly string[] => scanText(text).findings.map(({ detector }) => detector);

test("a key beside its service is asked about, as a piece of base64 it is not", () => {
  expect(detectors(`algolia ${key}`)).toHaveLength(1);
  expect(detectors(`algolia\n+${key}`)).toHaveLength(1);
  for (const text of [`algolia Zm9vYmFy+${key}`, `algolia ${key}+Zm9vYmFy`]) expect(detectors(text)).toEqual([]);
});

test("a text of words with the length of a service's key is not asked about", () => {
  expect(detectors(`mistral q7Wx4Kp9Zt${"2LmVb8RcYd3N"}h5Gf6Js1Qe`)).toHaveLength(1);
  expect(detectors("mistral toolresponsetextassistantThis123")).toEqual([]);
});

test("a commit behind a repository and a sign is a version", () => {
  expect(detectors(`github secret ${commit}`)).toHaveLength(1);
  expect(detectors(`- uses: fastify/github-action-secret@${commit} # v3`)).toEqual([]);
});
