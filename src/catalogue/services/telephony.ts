import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { keysOf, settingsOf } from "../forms/setting-words.js";
import { unmarked } from "../forms/unmarked.js";
import { unmarkedUuid } from "../forms/unmarked-uuid.js";

const bearer = ["header authorization: Bearer"] as const;

/** Calls and text messages, and numbers that are checked. */
export const telephony: readonly Detector[] = [
  // https://docs.textmagic.com
  unmarked({
    id: "textmagic-api-key",
    service: "textmagic",
    title: "Textmagic API key",
    body: "alnum",
    length: 30,
    words: ["textmagic"],
    issuer: { hosts: ["rest.textmagic.com"], carriers: ["basic auth", "header x-tm-key"] },
  }),
  unmarked({
    id: "tyntec-api-key",
    service: "tyntec",
    title: "tyntec API key",
    body: "alnum",
    length: 32,
    words: ["tyntec"],
    issuer: { hosts: ["api.tyntec.com"], carriers: ["header apikey"] },
  }),
  unmarked({
    id: "voodoo-sms-api-key",
    service: "voodoosms",
    title: "Voodoo SMS API key",
    body: "alnum",
    length: 46,
    words: ["voodoosms", "voodoo_sms", "voodoo-sms"],
    issuer: { hosts: ["api.voodoosms.com"], carriers: bearer },
  }),
  unmarked({
    id: "numverify-access-key",
    service: "numverify",
    title: "Numverify access key",
    body: "alnum",
    length: 32,
    words: ["numverify"],
    issuer: { hosts: ["apilayer.net"], carriers: ["query access_key"] },
  }),
  unmarked({
    id: "veriphone-api-key",
    service: "veriphone",
    title: "Veriphone API key",
    body: "alnum",
    length: 32,
    words: ["veriphone"],
    issuer: { hosts: ["api.veriphone.io"], carriers: ["query key"] },
  }),
  // https://developer.signalwire.com: the host is the customer's; tokens of today begin with "PT".
  unmarked({
    id: "signalwire-api-token",
    service: "signalwire",
    title: "SignalWire API token",
    body: "alnum",
    length: 50,
    words: ["signalwire"],
    issuer: { hosts: [], carriers: ["basic auth"] },
  }),
  // https://developers.sinch.com/docs/sms/api-reference/authentication/
  unmarked({
    id: "sinch-service-plan-token",
    service: "sinch",
    title: "Sinch service plan token",
    body: "lowerAlnum",
    length: 32,
    words: [...settingsOf("sinch"), "sinch-", "sinch."],
    issuer: { hosts: ["sms.api.sinch.com", "us.sms.api.sinch.com", "eu.sms.api.sinch.com"], carriers: bearer },
  }),
  // https://developers.ringcentral.com/guide/authentication
  {
    id: "ringcentral-client-secret",
    service: "ringcentral",
    title: "RingCentral client secret",
    literals: [],
    shape: "[0-9A-Za-z_-]{22}",
    context: { words: ["ringcentral", "ring_central"], within: 48 },
    minEntropyBits: 3.5,
    issuer: { hosts: ["platform.ringcentral.com", "platform.devtest.ringcentral.com"], carriers: ["basic auth"] },
    examples: [`RINGCENTRAL_CLIENT_SECRET=${sample("base64url", 22)}`],
    counterExamples: [`RINGCENTRAL_CLIENT_SECRET=${sample("base64url", 21)}`, sample("base64url", 22)],
  },
  unmarkedUuid({
    id: "tru-id-client-credential",
    service: "tru-id",
    title: "tru.ID client id",
    words: [
      ...keysOf("tru"),
      "tru.id",
      "tru_id",
      "tru-id",
      "tru_client",
      "truid",
      "tru token",
      "tru_token",
      "tru_api",
      "tru_secret",
      "tru_key",
      "tru api",
      "tru key",
    ],
    within: 32,
    issuer: { hosts: ["eu.api.tru.id"], carriers: ["basic auth"] },
  }),
  {
    id: "tru-id-client-secret",
    service: "tru-id",
    title: "tru.ID client secret",
    literals: [],
    shape: "[0-9A-Za-z~._-]{26}",
    context: {
      words: [
        "tru_id_client_secret",
        "tru_id_secret",
        "tru_client_secret",
        "tru.id secret",
        "tru secret",
        "tru_secret",
      ],
      within: 12,
    },
    minEntropyBits: 3.4,
    issuer: { hosts: ["eu.api.tru.id"], carriers: ["basic auth"] },
    examples: [`TRU_ID_CLIENT_SECRET=${sample("alnum", 26)}`],
    counterExamples: [`TRU_ID_CLIENT_SECRET=${sample("alnum", 25)}`, sample("alnum", 26)],
  },
];
