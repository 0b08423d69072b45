import { crc32Hex, hasCrc32HexSuffix } from "../../checksums.js";
import type { Detector } from "../../types.js";
import { sample, sampleUuid, UUID } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";
import { settingsOf } from "../forms/setting-words.js";

const bearer = ["header authorization: Bearer"] as const;

/** Build, release and code quality services. */
export const ciCd: readonly Detector[] = [
  // https://circleci.com/docs/managing-api-tokens/
  {
    id: "circleci-api-token",
    service: "circleci",
    title: "CircleCI API token",
    literals: ["CCIPAT_", "CCIPRJ_"],
    shape: "CCIP(?:AT|RJ)_[0-9A-Za-z]{20,24}_[0-9A-Za-z]{40,52}",
    issuer: { hosts: ["circleci.com"], carriers: ["header circle-token", "basic auth"] },
    examples: [`Circle-Token: CCIPAT_${sample("base58", 22)}_${sample("hex", 40)}`],
    counterExamples: [`CCIPAT_${sample("base58", 22)}_${sample("hex", 39)}`, "CCIPAT_<token>"],
  },
  // https://buildkite.com/docs/platform/security/tokens: "bkua" is a person's; the others name what they open.
  prefixed({
    id: "buildkite-api-token",
    service: "buildkite",
    title: "Buildkite API access token",
    prefix: "bkua_",
    body: "alnum",
    length: [40, 53],
    issuer: { hosts: ["api.buildkite.com", "graphql.buildkite.com"], carriers: bearer },
  }),
  prefixed({
    id: "buildkite-agent-token",
    service: "buildkite",
    title: "Buildkite agent, cluster, job or package token",
    prefix: ["bkaa_", "bkaj_", "bkar_", "bkct_", "bkpt_", "bkpat_", "bkps_"],
    body: "base64url",
    length: [54, 333],
    issuer: {
      hosts: ["agent.buildkite.com", "packages.buildkite.com"],
      carriers: ["header authorization: Token", ...bearer],
    },
  }),
  // https://octopus.com/docs/octopus-rest-api/how-to-create-an-api-key
  prefixed({
    id: "octopus-deploy-api-key",
    service: "octopus-deploy",
    title: "Octopus Deploy API key",
    prefix: "API-",
    body: "upperAlnum",
    length: [25, 34],
    issuer: { hosts: [], carriers: ["header x-octopus-apikey"] },
  }),
  // https://developer.harness.io/docs/platform/automation/api/add-and-manage-api-keys/
  {
    id: "harness-api-key",
    service: "harness",
    title: "Harness personal or service account token",
    literals: ["pat.", "sat."],
    shape: "[ps]at\\.[0-9A-Za-z_-]{22}\\.[0-9A-Za-z]{24}\\.[0-9A-Za-z]{20}",
    issuer: { hosts: ["app.harness.io"], carriers: ["header x-api-key"] },
    examples: [`x-api-key: pat.${sample("base64url", 22)}.${sample("hex", 24)}.${sample("alnum", 20)}`],
    counterExamples: [`pat.${sample("base64url", 22)}.${sample("hex", 24)}`, "sat.com/pat.html"],
  },
  // https://www.jetbrains.com/help/teamcity/configuring-your-user-profile.html#Managing+Access+Tokens: base64 of {"typ": "TCV2"}.
  {
    id: "teamcity-access-token",
    service: "teamcity",
    title: "TeamCity access token",
    literals: ["eyJ0eXAiOiAiVENWMiJ9."],
    shape: "eyJ0eXAiOiAiVENWMiJ9\\.[0-9A-Za-z_-]{36}\\.[0-9A-Za-z_-]{48}",
    issuer: { hosts: [], carriers: bearer },
    examples: [`Bearer eyJ0eXAiOiAiVENWMiJ9.${sample("base64url", 36)}.${sample("base64url", 48)}`],
    counterExamples: [`eyJ0eXAiOiAiVENWMiJ9.${sample("base64url", 36)}`, "eyJ0eXAiOiAiVENWMiJ9.<token>"],
  },
  // https://docs.sonarsource.com/sonarqube-server/user-guide/managing-tokens/: user, project and global analysis tokens.
  prefixed({
    id: "sonarqube-token",
    service: "sonarqube",
    title: "SonarQube token",
    prefix: ["squ_", "sqp_", "sqa_"],
    body: "base64urlPadded",
    length: 40,
    issuer: { hosts: ["sonarcloud.io"], carriers: [...bearer, "basic auth"] },
  }),
  prefixed({
    id: "sonarcloud-token",
    service: "sonarqube",
    title: "SonarQube Cloud token",
    prefix: "sqco_",
    body: "alnum",
    length: 59,
    issuer: { hosts: ["sonarcloud.io", "api.sonarcloud.io"], carriers: bearer },
  }),
  // https://docs.prefect.io/v3/how-to-guides/cloud/manage-users/api-keys: a person's and a service account's.
  prefixed({
    id: "prefect-api-key",
    service: "prefect",
    title: "Prefect API key",
    prefix: ["pnu_", "pnb_"],
    body: "alnum",
    length: 36,
    issuer: { hosts: ["api.prefect.cloud"], carriers: bearer },
  }),
  // https://www.infracost.io/docs/
  prefixed({
    id: "infracost-api-key",
    service: "infracost",
    title: "Infracost API key",
    prefix: "ico-",
    body: "alnum",
    length: 32,
    issuer: { hosts: ["pricing.api.infracost.io"], carriers: ["header x-api-key"] },
  }),
  // https://docs.mergify.com/ci-insights/
  prefixed({
    id: "mergify-application-key",
    service: "mergify",
    title: "Mergify application key",
    prefix: "mergify_application_key_",
    body: "base64url",
    length: [40, 200],
    issuer: { hosts: ["api.mergify.com"], carriers: bearer },
  }),
  // https://docs.codeclimate.com, https://docs.codecov.com/reference/overview: no mark.
  {
    id: "codecov-token",
    service: "codecov",
    title: "Codecov upload or API token",
    literals: [],
    shape: UUID,
    context: { words: ["codecov_token", "codecov-token", "codecov token", "codecov"], within: 48 },
    minEntropyBits: 2.5,
    issuer: { hosts: ["api.codecov.io", "codecov.io"], carriers: bearer },
    examples: [`CODECOV_TOKEN=${sampleUuid()}`],
    counterExamples: [sampleUuid(), "CODECOV_TOKEN=<token>"],
  },
  // https://docs.travis-ci.com/user/triggering-builds/: no mark.
  {
    id: "travis-ci-token",
    service: "travis-ci",
    title: "Travis CI access token",
    literals: [],
    shape: "[0-9A-Za-z_-]{22}",
    context: {
      words: [...settingsOf("travis"), "travisci"],
      within: 48,
    },
    minEntropyBits: 3.7,
    issuer: { hosts: ["api.travis-ci.com"], carriers: ["header authorization: token"] },
    examples: [`TRAVIS_TOKEN=${sample("alnum", 22)}`],
    counterExamples: [sample("alnum", 22), `TRAVIS_TOKEN=${sample("alnum", 21)}`],
  },
  // https://zuplo.com/docs/articles/api-key-api: the keys that it makes for its users' consumers.
  prefixed({
    id: "zuplo-consumer-api-key",
    service: "zuplo",
    title: "API key of a Zuplo gateway's consumer",
    prefix: "zpka_",
    body: "word",
    length: 41,
    token: `zpka_${sample("lowerAlnum", 32)}_${crc32Hex(sample("lowerAlnum", 32))}`,
    verify: hasCrc32HexSuffix,
    issuer: { hosts: [], carriers: bearer },
  }),
  // https://docs.stackhawk.com/apidocs.html
  {
    id: "stackhawk-api-key",
    service: "stackhawk",
    title: "StackHawk API key",
    literals: ["hawk."],
    shape: "hawk\\.[0-9A-Za-z_-]{20}\\.[0-9A-Za-z_-]{20}",
    issuer: { hosts: ["api.stackhawk.com"], carriers: ["header x-apikey"] },
    examples: [`hawk.${sample("base64url", 20)}.${sample("base64url", 20)}`],
    counterExamples: [`hawk.${sample("base64url", 20)}.${sample("base64url", 19)}`, "hawk.example.net"],
  },
  // https://scalingo.com/developers
  prefixed({
    id: "scalingo-api-token",
    service: "scalingo",
    title: "Scalingo API token",
    prefix: "tk-us-",
    body: "base64url",
    length: 48,
    issuer: { hosts: ["auth.scalingo.com"], carriers: ["basic auth"] },
  }),
];
