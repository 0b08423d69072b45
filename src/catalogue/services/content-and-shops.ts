import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { settingsOf } from "../forms/setting-words.js";
import { unmarked } from "../forms/unmarked.js";
import { unmarkedUuid } from "../forms/unmarked-uuid.js";

const bearer = ["header authorization: Bearer"] as const;

/** Sites, files, documents to sign, and shops. */
export const contentAndShops: readonly Detector[] = [
  // https://docs.developers.optimizely.com/feature-experimentation/reference/authentication: "2:" and 52 characters.
  {
    id: "optimizely-personal-access-token",
    service: "optimizely",
    title: "Optimizely personal access token",
    literals: [],
    shape: "[0-9]:[0-9A-Za-z_-]{52}|[0-9A-Za-z:-]{54}",
    context: { words: ["optimizely"], within: 48 },
    minEntropyBits: 4,
    issuer: { hosts: ["api.optimizely.com"], carriers: bearer },
    examples: [`OPTIMIZELY_TOKEN=2:${sample("base64url", 52)}`],
    counterExamples: [`2:${sample("base64url", 52)}`, `OPTIMIZELY_TOKEN=2:${sample("base64url", 50)}`],
  },
  unmarked({
    id: "simvoly-api-token",
    service: "simvoly",
    title: "Simvoly API token",
    body: "alnum",
    length: 33,
    words: ["simvoly"],
    minEntropyBits: 3.1,
    issuer: { hosts: [], carriers: bearer },
  }),
  // https://docs.snipcart.com/v3/api-reference/authentication
  unmarked({
    id: "snipcart-secret-key",
    service: "snipcart",
    title: "Snipcart secret key",
    body: "base64url",
    length: 75,
    words: ["snipcart"],
    issuer: { hosts: ["app.snipcart.com"], carriers: ["basic auth"] },
  }),
  // https://developers.squarespace.com/commerce-apis/authentication-and-permissions
  unmarkedUuid({
    id: "squarespace-api-key",
    service: "squarespace",
    title: "Squarespace API key",
    words: ["squarespace"],
    issuer: { hosts: ["api.squarespace.com"], carriers: bearer },
  }),
  // https://developers.swell.is/backend-api/introduction
  unmarked({
    id: "swell-secret-key",
    service: "swell",
    title: "Swell secret key",
    body: "alnum",
    length: 32,
    words: [...settingsOf("swell"), "swell.store", "swell.is"],
    issuer: { hosts: ["api.swell.store"], carriers: ["basic auth"] },
  }),
  // https://uploadcare.com/docs/start/api-keys/
  unmarked({
    id: "uploadcare-secret-key",
    service: "uploadcare",
    title: "Uploadcare secret key",
    body: "lowerAlnum",
    length: 20,
    words: ["uploadcare"],
    issuer: { hosts: ["api.uploadcare.com"], carriers: ["header authorization: Uploadcare.Simple"] },
  }),
  // https://developers.webflow.com/data/reference/authentication
  unmarked({
    id: "webflow-api-token",
    service: "webflow",
    title: "Webflow API token",
    body: "alnum",
    length: 64,
    words: ["webflow"],
    issuer: { hosts: ["api.webflow.com"], carriers: bearer },
  }),
  unmarked({
    id: "wepay-access-token",
    service: "wepay",
    title: "WePay access token",
    body: "word",
    length: 62,
    words: ["wepay"],
    minEntropyBits: 4,
    issuer: { hosts: ["stage-api.wepay.com", "api.wepay.com"], carriers: ["header app-token"] },
  }),
  // https://developers.taxjar.com/api/reference/#authentication
  unmarked({
    id: "taxjar-api-token",
    service: "taxjar",
    title: "TaxJar API token",
    body: "alnum",
    length: 32,
    words: ["taxjar"],
    issuer: { hosts: ["api.taxjar.com", "api.sandbox.taxjar.com"], carriers: bearer },
  }),
  unmarked({
    id: "vatlayer-access-key",
    service: "vatlayer",
    title: "Vatlayer access key",
    body: "alnum",
    length: 32,
    words: ["vatlayer"],
    issuer: { hosts: ["apilayer.net"], carriers: ["query access_key"] },
  }),
  // https://docs.wise.com/api-docs/features/authentication-access, formerly TransferWise.
  unmarkedUuid({
    id: "wise-api-token",
    service: "wise",
    title: "Wise API token",
    words: ["transferwise", "wise_api", "wise_token", "wise-api", "wise_key"],
    issuer: { hosts: ["api.transferwise.com", "api.wise.com"], carriers: bearer },
  }),
  // https://developers.paymongo.com/docs/authentication: "sk_live_" or "sk_test_" and 24 letters and digits.
  unmarked({
    id: "paymongo-secret-key",
    service: "paymongo",
    title: "PayMongo secret key",
    body: "word",
    length: 32,
    words: ["paymongo"],
    issuer: { hosts: ["api.paymongo.com"], carriers: ["basic auth"] },
  }),
  // https://privacy.com/developer/docs#authentication
  unmarkedUuid({
    id: "privacy-com-api-key",
    service: "privacy-com",
    title: "Privacy.com API key",
    words: settingsOf("privacy"),
    within: 32,
    issuer: { hosts: ["api.privacy.com"], carriers: ["header authorization: api-key"] },
  }),
  unmarked({
    id: "ritekit-api-key",
    service: "ritekit",
    title: "RiteKit client id",
    body: "anyCaseHex",
    length: 44,
    words: ["ritekit"],
    issuer: { hosts: ["api.ritekit.com"], carriers: ["query client_id"] },
  }),
  // https://developers.rebrandly.com/docs/api-key-authentication
  unmarked({
    id: "rebrandly-api-key",
    service: "rebrandly",
    title: "Rebrandly API key",
    body: "word",
    length: 32,
    words: ["rebrandly"],
    minEntropyBits: 3.1,
    issuer: { hosts: ["api.rebrandly.com"], carriers: ["header apikey"] },
  }),
  // https://t.ly/docs/
  unmarked({
    id: "t-ly-api-token",
    service: "tly",
    title: "T.LY API token",
    body: "alnum",
    length: 60,
    words: [...settingsOf("tly"), "t.ly", "tly-"],
    within: 32,
    issuer: { hosts: ["t.ly", "api.t.ly"], carriers: ["query api_token", ...bearer] },
  }),
  unmarked({
    id: "vbout-api-key",
    service: "vbout",
    title: "VBOUT API key",
    body: "digits",
    length: 25,
    words: ["vbout"],
    minEntropyBits: 2.4,
    issuer: { hosts: ["api.vbout.com"], carriers: ["query key"] },
  }),
  unmarked({
    id: "paydirt-api-key",
    service: "paydirt",
    title: "Paydirt API key",
    body: "alnum",
    length: 32,
    words: ["paydirtapp", "paydirt"],
    issuer: { hosts: ["paydirtapp.com"], carriers: ["query api_key"] },
  }),
  unmarkedUuid({
    id: "postbacks-key",
    service: "postbacks",
    title: "Postbacks key",
    words: ["postbacks"],
    issuer: { hosts: ["api.postbacks.io"], carriers: ["header postbacks-authorization"] },
  }),
  // https://docs.onfleet.com/reference/authentication
  unmarked({
    id: "onfleet-api-key",
    service: "onfleet",
    title: "Onfleet API key",
    body: "alnum",
    length: 32,
    words: ["onfleet"],
    issuer: { hosts: ["onfleet.com"], carriers: ["basic auth"] },
  }),
  // https://developer.paypal.com/api/rest/authentication/: 80 characters; the client id has the same form.
  {
    id: "paypal-other-client-secret",
    service: "paypal",
    title: "PayPal client secret, of other beginnings",
    literals: [],
    shape: "[B-Zb-z0-9_-][0-9A-Za-z_-]{43,79}",
    context: {
      words: [...settingsOf("paypal"), "paypal-client", "paypalclient", "paypal client"],
      within: 32,
    },
    minEntropyBits: 4.4,
    issuer: { hosts: ["api-m.paypal.com", "api-m.sandbox.paypal.com"], carriers: ["basic auth"] },
    examples: [`PAYPAL_CLIENT_SECRET=B${sample("base64url", 60)}`],
    counterExamples: [`PAYPAL_CLIENT_ID: A${sample("base64url", 79)}`, sample("base64url", 80)],
  },
];
