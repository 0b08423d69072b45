import { expect, test } from "vitest";
import { scanOutbound, scanText } from "../../src/index.js";

const key = `9f2ab8c41de07735${"b6c0d4a1f8e3925c"}`;
const commit = `9f2ab8c41de07735${"b6c0d4a1f8e3925c"}7d60b1f2`;
const detectors = (text: string): readonly string[] => scanText(text).findings.map(({ detector }) => detector);

test("a key beside its service is asked about, as a piece of base64 it is not", () => {
  expect(detectors(`algolia ${key}`)).toHaveLength(1);
  expect(detectors(`algolia\n+${key}`)).toHaveLength(1);
  const line = `us8K3hRT1BSpigzMIRzS${"xtAOrqPN6j"}`;
  for (const text of [`algolia ${line}/${key}`, `algolia ${key}/${line}`]) expect(detectors(text)).toEqual([]);
  expect(detectors(`algolia https://api.example.com/v1/hook/${key}/settings/`)).toHaveLength(1);
  for (const text of [`algolia Zm9vYmFy+${key}`, `algolia ${key}+Zm9vYmFy`]) expect(detectors(text)).toEqual([]);
});

test("a mark of letters alone, with a dash before it, is none in the middle of base64 for URLs", () => {
  const data = `vTwz3kPq8Lm2Xn7R${"c5Yd9Hs4Jf6Gb1Kw"}`;
  const token = `EAAA5QZrLSeEPJlMCG${"__-p4QAAE_5l2CWlGxI7Qv9URgQ8Z2bl3opFBzWsfPmkYm"}`;
  for (const text of [`key=${token}`, `my-${token}`, `${data}-${token}`, `the-name-of-the-key-is-${token}${data}`])
    expect(detectors(text)).toEqual(["square-access-token"]);
  for (const sign of ["-", "_"]) expect(detectors(`"sig": "${data}${sign}${token}${data}"`)).toEqual([]);
});

test("a token of base64's characters is none in the middle of its lines, and one beside them", () => {
  const line = `VL04us8K3hRT1BSpigzMIRzSxtAOrqPN6j/q7Wx4Kp9Zt2LmVb8RcYd3NfHs6Tj1X${"c5Yd9Hs4Jf"}`;
  const tokens = [
    `BSA7O1tEfmRnZydkK2VkZOD1ek8bx${"_q"}`,
    `1//07grphs7M3a8uW8oR890Cam50K3lKyXYEbWjidH2rmzA6tXj${"1HqW5Yd9Hs4Jf"}`,
  ];
  for (const token of tokens) {
    expect(detectors(`"key": "${token}"`)).toHaveLength(1);
    expect(detectors(`${token}/${token}/${token}`)).toHaveLength(3);
    expect(detectors(`"image": "${line}\n", "key": "${token}", "next": "${line}"`)).toHaveLength(1);
  }
  for (const token of [`BSA7O1tEfmRnZydkK2VkZOD1ek8bx${"aB"}`, tokens[1]!]) {
    for (const lines of [`${line}\n${token}/${line}`, `${line}\\n${line.slice(0, 9)}+${token}\\n${line}`])
      expect(detectors(lines), lines).toEqual([]);
  }
});

test("a text of words with the length of a service's key is not asked about", () => {
  expect(detectors(`mistral q7Wx4Kp9Zt${"2LmVb8RcYd3N"}h5Gf6Js1Qe`)).toHaveLength(1);
  expect(detectors("mistral toolresponsetextassistantThis123")).toEqual([]);
  expect(detectors(`uclassify "${"q8Zk2Lm"}P0xRt"`)).toHaveLength(1);
  expect(detectors('uclassify and "paralleldots"')).toEqual([]);
});

test("words behind a mark of a letter are a member of a program", () => {
  expect(detectors(`vault returns s.q7Wx4Kp9Zt${"2LmVb8RcYd3Nh5"}`)).toHaveLength(1);
  expect(detectors("vault: return s.updateLocalHostCredentials(host, new)")).toEqual([]);
});

test("a link is no token of a service whose tokens have any length", () => {
  const token = `q7Wx4Kp9Zt${"2LmVb8RcYd3N"}_zPq8Lm2Xn7RvTwz3kP`;
  expect(detectors(`influxdb token ${token}`)).toHaveLength(1);
  const link = "https://www.influxdata.com/blog/influxdb-oss-and-enterprise-roadmap-update-from-influxdays-emea/";
  expect(detectors(`influxdb token ended in 2021: [blog](${link})`)).toEqual([]);
});

test("the digest that addresses content is no key", () => {
  const digest = `QmiJGH6KMskrAoippZ9u${"PRtJDJcQs7rGkWnSbo16uewznh"}`;
  expect(detectors(`key: ${digest} for netlify`)).toHaveLength(1);
  for (const scheme of ["ipfs", "ipns"]) expect(detectors(`${scheme}://${digest} for netlify`)).toEqual([]);
});

test("a commit in a link to it is no key", () => {
  expect(detectors(`supabase key ${commit}`)).toHaveLength(1);
  expect(detectors(`supabase key ([9f2ab8c](https://github.com/supabase/auth/commit/${commit}))`)).toEqual([]);
});

test("a commit behind a repository and a sign is a version", () => {
  expect(detectors(`github secret ${commit}`)).toHaveLength(1);
  expect(detectors(`- uses: fastify/github-action-secret@${commit} # v3`)).toEqual([]);
});

test("the end of a range of commits is a version", () => {
  expect(detectors(`github secret compare/${commit.slice(0, 12)}...${commit}`)).toEqual([]);
});

test("a piece of a token is none, and a dot joins pieces", () => {
  for (const text of [`algolia ${key}.`, `algolia ${key}. Then`, `algolia ${key}.json`])
    expect(detectors(text)).toHaveLength(1);
  expect(detectors(`algolia ${key}.lY-1722604209`)).toEqual([]);
});

test("a segment of a path behind one that names many of a kind is an id", () => {
  const id = `kKJb5bOFI47u${"HeBVluGfX1"}`;
  expect(detectors(`honeycomb ${id}`)).toHaveLength(1);
  expect(detectors(`https://api.fastly.com/service/${id}/version/163/logging/honeycomb/a`)).toEqual([]);
});

test("values that are words are no token when they are joined", () => {
  const asking = (tags: readonly string[]) =>
    scanOutbound({
      method: "POST",
      url: "https://api.example.com/",
      body: JSON.stringify({ kind: "confluent-cloud", tags }),
    });
  expect(asking(["kaf3x", "mT4ag", "yTag2x"]).findings).toHaveLength(1);
  expect(asking(["kafka", "myTag", "myTag2"]).findings).toEqual([]);
});

test("a key in the query of a link is not joined to the links and names of other fields", () => {
  const hash = `b1e305db91cf4aa5${"a86b732cc9fffceb"}`;
  const asking = (next: string) =>
    scanOutbound({
      method: "POST",
      url: "https://api.example.com/",
      body: JSON.stringify([`http://cdn.example.com/image?width=640&key=${hash}`, next, "q7Wx4Kp9Zt2L"]),
    });
  for (const next of ["http://i.example.com/eoF76hj.gif", "i.example.com"])
    expect(asking(next).findings, next).toEqual([]);
});

test("base64 that ends like a name of a password names no value of the next field", () => {
  const lock = {
    integrity: `sha512-uCiRmR/UJYnn9W4R48ry${"0uGC70aeTPKLynBtscP9efFFcPw"}==`,
    license: "ISC",
    abbrev: "^4.0.0",
  };
  const body = JSON.stringify({ ...lock, bin: "bin/nopt.js", node: "^20.17.0" });
  expect(scanOutbound({ method: "POST", url: "https://api.example.com/", body }).findings).toEqual([]);
});

test("the id of an AWS key is not asked about where it says who signed a request", () => {
  const id = `AKIA${"Y4FZZN4EWECT"}JP4A`;
  const scope = "20260131/eu-west-1/s3/aws4_request";
  expect(detectors(`key ${id}`)).toEqual(["aws-access-key-id"]);
  expect(detectors(`key ${id}/2026`)).toEqual(["aws-access-key-id"]);
  for (const text of [
    `Authorization: AWS4-HMAC-SHA256 Credential=${id}/${scope}, SignedHeaders=host`,
    `X-Amz-Credential=${id}%2F${scope.replaceAll("/", "%2F")}&X-Amz-Date=20260131T000000Z`,
    JSON.stringify({ text: `{"credential":"${id}/${scope}"}`.replaceAll("/", "\\/") }),
  ])
    expect(detectors(text), text).toEqual([]);
});

test("a UUID beside a key vault is an id, beside a secret id of Vault it is one", () => {
  const uuid = `4d333544-41be-4b0b-${"8907-0b9036859747"}`;
  expect(detectors(`vault_secret_id = ${uuid}`)).toHaveLength(1);
  for (const text of [`key_vault_role: ${uuid}`, `resource "azurerm_key_vault" "a" { tenant = "${uuid}" }`])
    expect(detectors(text), text).toEqual([]);
});

test.each([
  ["only hexadecimal digits", "9f86d081884c7d659a2feaa0c55ad0159f86d081884c7d659a2feaa0c55ad015"],
  ["such digits in order", "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"],
  ["eight characters again and again", "q7Wx4Kp9q7Wx4Kp9q7Wx4Kp9q7Wx4Kp9q7Wx4Kp9q7Wx4Kp9q7Wx4Kp9q7Wx4Kp9"],
])("a key beside its service's name may have %s", (_what, value) => {
  expect(scanText(`TMetric uses ${value} here`).findings.map(({ matched }) => matched)).toEqual([value]);
});

test("a client that is made with a key tells whose it is, one that is made without does not", () => {
  const key = "82b88550-26b9-417c-ac6e-d5bd32c531b9";
  expect(scanText(`new HerokuClient("${key}");`).findings.map(({ matched }) => matched)).toEqual([key]);
  expect(scanText(`new HerokuClient(); const requestId = "${key}";`).findings).toEqual([]);
});

test("a field of a query that is named an id holds none, one that is named a secret does", () => {
  const id = `1b10b0ff-8a76-4548-${"befa-353fc6c6c045"}`;
  const reports = (field: string): string => `https://nel.heroku.com/reports?ts=1707756287&${field}=${id}&s=K9`;
  for (const field of ["sid", "id", "report_id"]) expect(detectors(reports(field))).toEqual([]);
  for (const field of ["heroku_api", "secret_id"]) expect(detectors(reports(field))).toHaveLength(1);
});

test("the same text in many records is no number that was cut in pieces", () => {
  const body = (groups: readonly string[]): string => JSON.stringify(groups.map((group) => ({ left: group })));
  const cards = (groups: readonly string[]): number =>
    scanOutbound({ method: "POST", url: "https://x.example/", body: body(groups) }).findings.length;
  expect(cards(["4999", "4999", "4999", "4999"])).toBe(0);
  expect(cards(["4539", "1488", "0343", "6467"])).toBe(1);
});
