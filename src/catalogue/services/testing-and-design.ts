import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { keysOf, settingsOf } from "../forms/setting-words.js";
import { unmarked } from "../forms/unmarked.js";
import { unmarkedUuid } from "../forms/unmarked-uuid.js";

const bearer = ["header authorization: Bearer"] as const;

/** Tests, designs and packages of software. */
export const testingAndDesign: readonly Detector[] = [
  // https://www.browserstack.com/docs/percy/get-started/set-project
  unmarked({
    id: "percy-project-token",
    service: "percy",
    title: "Percy project token",
    body: "anyCaseHex",
    length: 64,
    words: [...settingsOf("percy"), "percy.io"],
    issuer: { hosts: ["percy.io"], carriers: ["header authorization: Token"] },
  }),
  // https://developers.qase.io/docs/authentication
  unmarked({
    id: "qase-api-token",
    service: "qase",
    title: "Qase API token",
    body: "alnum",
    length: 40,
    words: ["qase"],
    issuer: { hosts: ["api.qase.io"], carriers: ["header token"] },
  }),
  // https://docs.saucelabs.com/dev/api/#authentication
  unmarkedUuid({
    id: "sauce-labs-access-key",
    service: "sauce-labs",
    title: "Sauce Labs access key",
    words: [
      ...keysOf("sauce"),
      "saucelabs",
      "sauce_",
      "sauce-",
      "saucekey",
      "sauceaccess",
      "sauceapi",
      "saucetoken",
      "sauce labs",
      "sauce token",
      "sauce key",
      "sauce api",
    ],
    issuer: {
      hosts: ["api.us-west-1.saucelabs.com", "api.eu-central-1.saucelabs.com", "saucelabs.com"],
      carriers: ["basic auth"],
    },
  }),
  // https://testingbot.com/support/api
  unmarked({
    id: "testingbot-key-or-secret",
    service: "testingbot",
    title: "TestingBot key or secret",
    body: "lowerAlnum",
    length: 32,
    words: ["testingbot"],
    issuer: { hosts: ["api.testingbot.com"], carriers: ["basic auth"] },
  }),
  // https://scrutinizer-ci.com/docs/api/
  unmarked({
    id: "scrutinizer-access-token",
    service: "scrutinizer",
    title: "Scrutinizer access token",
    body: "alnum",
    length: 64,
    words: ["scrutinizer"],
    issuer: { hosts: ["scrutinizer-ci.com"], carriers: ["query access_token"] },
  }),
  unmarked({
    id: "versioneye-api-key",
    service: "versioneye",
    title: "VersionEye API key",
    body: "base64url",
    length: 40,
    words: ["versioneye"],
    minEntropyBits: 3.2,
    issuer: { hosts: ["www.versioneye.com"], carriers: ["header apikey"] },
  }),
  // https://docs.zeplin.dev/docs/personal-access-tokens: a JSON Web Token.
  {
    id: "zeplin-access-token",
    service: "zeplin",
    title: "Zeplin access token",
    literals: [],
    shape: "[0-9A-Za-z.-]{350,400}",
    context: { words: ["zeplin"], within: 48 },
    minEntropyBits: 4,
    issuer: { hosts: ["api.zeplin.dev"], carriers: bearer },
    examples: [`ZEPLIN_TOKEN=eyJ${sample("alnum", 357)}`],
    counterExamples: [`eyJ${sample("alnum", 357)}`, `ZEPLIN_TOKEN=eyJ${sample("alnum", 300)}`],
  },
  // https://packagecloud.io/docs/api#api_tokens
  unmarked({
    id: "packagecloud-api-token",
    service: "packagecloud",
    title: "packagecloud API token",
    body: "anyCaseHex",
    length: 48,
    words: ["packagecloud"],
    issuer: { hosts: ["packagecloud.io"], carriers: ["basic auth"] },
  }),
  unmarked({
    id: "red-hat-pyxis-api-key",
    service: "red-hat-pyxis",
    title: "Red Hat Pyxis API key",
    body: "lowerAlnum",
    length: 32,
    words: [
      ...keysOf("redhat"),
      "pyxis",
      "redhat_",
      "redhat-",
      "redhatapi",
      "redhat api",
      "redhat key",
      "redhat token",
    ],
    issuer: { hosts: ["catalog.redhat.com"], carriers: ["header x-api-key"] },
  }),
  // https://app.swaggerhub.com/apis/ProdPad/prodpad/1.0.2
  {
    id: "prodpad-api-key",
    service: "prodpad",
    title: "ProdPad API key",
    literals: [],
    shape: "[0-9A-Fa-f]{64}",
    context: { words: ["prodpad"], within: 48 },
    minEntropyBits: 3,
    issuer: { hosts: ["api.prodpad.com"], carriers: bearer },
    examples: [`PRODPAD_API_KEY=${sample("hex", 64)}`],
    counterExamples: [sample("hex", 64), `PRODPAD_API_KEY=${sample("hex", 63)}`],
  },
  // https://github.com/sidekiq/sidekiq/wiki/Commercial-FAQ
  {
    id: "sidekiq-pro-or-enterprise-credentials",
    service: "sidekiq",
    title: "Sidekiq Pro or Enterprise credentials",
    literals: [],
    shape: "[0-9a-f]{8}:[0-9a-f]{8}",
    context: { words: ["sidekiq", "contribsys__com", "gems.contribsys.com", "enterprise.contribsys.com"], within: 24 },
    minEntropyBits: 2.2,
    issuer: { hosts: ["gems.contribsys.com", "enterprise.contribsys.com"], carriers: ["basic auth"] },
    examples: [
      `BUNDLE_ENTERPRISE__CONTRIBSYS__COM=${sample("hex", 16).slice(0, 8)}:${sample("hex", 16).slice(8)}`,
      `https://${sample("hex", 16).slice(0, 8)}:${sample("hex", 16).slice(8)}@gems.contribsys.com/`,
    ],
    counterExamples: [`${sample("hex", 8)}:${sample("hex", 8)}`, "BUNDLE_GEMS__CONTRIBSYS__COM=user:password"],
  },
];
