import { expect, test } from "vitest";
import { sample } from "../../src/catalogue/forms/alphabets.js";
import { scanText } from "../../src/index.js";

const found = (text: string): string[] => scanText(text).findings.map(({ matched }) => matched);

test.each(["sk-proj-", "sk-ant-", "gsk_", "hf_", "github_pat_", "xoxb-", "pcsk_"])(
  "a text with a vendor's mark and something random behind it is found where it is shorter than the vendor's tokens: %s",
  (mark) => {
    const token = mark + sample("alnum", 24);
    expect(found(`cut from a log: ${token}`)).toEqual([token]);
  },
);

test.each([
  "sk-proj-your-openai-key-goes-here",
  "hf_transformers_model_download",
  "npm_lifecycle_event_of_scripts",
  "pypi-publish-workflow-for-releases",
])("words behind a vendor's mark are not asked about: %s", (text) => {
  expect(found(`set ${text} first`)).toEqual([]);
});

test("what stands behind the scheme Basic is found where it is no user and password, but random", () => {
  const value = sample("base64", 36);
  expect(found(`Authorization: Basic ${value}`)).toEqual([value]);
  expect(found("Authorization: Basic authenticationisrequired")).toEqual([]);
});
