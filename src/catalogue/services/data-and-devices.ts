import type { Detector } from "../../types.js";
import { sample, sampleGroups } from "../forms/alphabets.js";
import { settingsOf } from "../forms/setting-words.js";
import { unmarked } from "../forms/unmarked.js";
import { unmarkedUuid } from "../forms/unmarked-uuid.js";

const bearer = ["header authorization: Bearer"] as const;

/** Data in motion, devices, search and automation. */
export const dataAndDevices: readonly Detector[] = [
  // https://developers.phrase.com/api/#authentication
  unmarked({
    id: "phrase-access-token",
    service: "phrase",
    title: "Phrase access token",
    body: "lowerAlnum",
    length: 64,
    words: [...settingsOf("phrase"), "phraseaccesstoken", "phraseapp", "phrase.com"],
    issuer: { hosts: ["api.phrase.com", "api.phraseapp.com"], carriers: ["header authorization: token"] },
  }),
  // The sender of text messages: https://semaphore.co/docs
  unmarked({
    id: "semaphore-api-key",
    service: "semaphore",
    title: "Semaphore API key",
    body: "alnum",
    length: 32,
    words: [...settingsOf("semaphore"), "semaphore.co"],
    issuer: { hosts: ["api.semaphore.co"], carriers: ["query apikey"] },
  }),
  // https://docs.particle.io/reference/cloud-apis/api/: 40 hexadecimal digits; sources take letters too.
  unmarked({
    id: "particle-access-token",
    service: "particle",
    title: "Particle access token",
    body: "alnum",
    length: 40,
    words: [...settingsOf("particle"), "particle.io"],
    issuer: { hosts: ["api.particle.io"], carriers: [...bearer, "query access_token"] },
  }),
  // https://thingsboard.io/docs/paas/reference/http-api/: in the path of the URL.
  unmarked({
    id: "thingsboard-device-token",
    service: "thingsboard",
    title: "ThingsBoard device token",
    body: "alnum",
    length: 20,
    words: ["thingsboard"],
    minEntropyBits: 3.2,
    issuer: { hosts: ["thingsboard.cloud"], carriers: [] },
  }),
  // https://pipedream.com/docs/rest-api/auth
  unmarked({
    id: "pipedream-api-key",
    service: "pipedream",
    title: "Pipedream API key",
    body: "alnum",
    length: 32,
    words: ["pipedream"],
    issuer: { hosts: ["api.pipedream.com"], carriers: bearer },
  }),
  // https://swiftype.com/documentation/site-search/overview#authentication
  {
    id: "swiftype-api-key",
    service: "swiftype",
    title: "Swiftype API key",
    literals: [],
    shape: "[0-9A-Za-z-]{6,7}_[0-9A-Za-z-]{6,7}-[0-9A-Za-z-]{6}",
    context: { words: ["swiftype"], within: 48 },
    minEntropyBits: 3,
    issuer: { hosts: ["search-api.swiftype.com", "api.swiftype.com"], carriers: ["query auth_token"] },
    examples: [`SWIFTYPE_API_KEY=${sample("digits", 6)}_${sampleGroups("alnum", 6, 6)}`],
    counterExamples: [
      `${sample("alnum", 6)}_${sampleGroups("alnum", 6, 6)}`,
      `SWIFTYPE_API_KEY=${sample("alnum", 6)}-${sample("alnum", 6)}`,
    ],
  },
  // https://docs.rownd.io: key and secret go together.
  unmarkedUuid({
    id: "rownd-application-key",
    service: "rownd",
    title: "Rownd application key",
    words: ["rownd"],
    issuer: { hosts: ["api.rownd.io"], carriers: ["header x-rownd-app-key", "header x-rownd-app-secret"] },
  }),
  unmarked({
    id: "rownd-application-secret",
    service: "rownd",
    title: "Rownd application secret",
    body: "lowerAlnum",
    length: 48,
    words: ["rownd"],
    issuer: { hosts: ["api.rownd.io"], carriers: ["header x-rownd-app-key", "header x-rownd-app-secret"] },
  }),
  // https://www.stitchdata.com/docs/developers/import-api/guides/quick-start
  unmarked({
    id: "stitch-api-token",
    service: "stitch",
    title: "Stitch API token",
    body: "word",
    length: 35,
    words: ["stitchdata", "stitch_data", "stitch-data"],
    issuer: { hosts: ["api.stitchdata.com"], carriers: bearer },
  }),
  // https://docs.qubole.com/en/latest/rest-api/api_overview.html
  unmarked({
    id: "qubole-api-token",
    service: "qubole",
    title: "Qubole API token",
    body: "alnum",
    length: 64,
    words: ["qubole"],
    issuer: { hosts: ["us.qubole.com", "api.qubole.com"], carriers: ["header x-auth-token"] },
  }),
  unmarked({
    id: "rockset-api-key",
    service: "rockset",
    title: "Rockset API key",
    body: "alnum",
    length: 64,
    words: ["rockset"],
    issuer: { hosts: ["api.rs2.usw2.rockset.com"], carriers: ["header authorization: ApiKey"] },
  }),
  unmarked({
    id: "sigopt-api-token",
    service: "sigopt",
    title: "SigOpt API token",
    body: "alnum",
    length: 48,
    words: ["sigopt"],
    issuer: { hosts: ["api.sigopt.com"], carriers: ["basic auth"] },
  }),
  // https://console.upstage.ai/docs/getting-started; keys of today begin with "up_".
  unmarked({
    id: "upstage-api-key",
    service: "upstage",
    title: "Upstage API key",
    body: "alnum",
    length: [40, 50],
    words: ["upstage"],
    issuer: { hosts: ["api.upstage.ai"], carriers: bearer },
  }),
  unmarked({
    id: "unifyid-api-key",
    service: "unifyid",
    title: "UnifyID API key",
    body: "base64",
    length: [42, 44],
    words: [...settingsOf("unify"), "unifyid", "unify.id"],
    minEntropyBits: 3.6,
    issuer: { hosts: ["api.unify.id"], carriers: ["header x-api-key"] },
  }),
  // https://wit.ai/docs/http#authentication_link
  unmarked({
    id: "wit-ai-access-token",
    service: "wit-ai",
    title: "Wit.ai access token",
    body: "upperAlnum",
    length: 32,
    words: [...settingsOf("wit"), "wit.ai", "wit-ai", "witai"],
    issuer: { hosts: ["api.wit.ai"], carriers: bearer },
  }),
  // https://docs.wiz.io: OAuth client credentials.
  {
    id: "wiz-client-secret",
    service: "wiz",
    title: "Wiz client secret",
    literals: [],
    shape: "[0-9A-Za-z]{64}",
    context: {
      words: [...settingsOf("wiz"), "wiz-", "wiz.", "wizclient", "wiz client"],
      within: 48,
    },
    minEntropyBits: 4.2,
    issuer: { hosts: ["auth.app.wiz.io"], carriers: [] },
    examples: [`WIZ_CLIENT_SECRET=${sample("alnum", 64)}`],
    counterExamples: [sample("alnum", 64), `WIZ_CLIENT_SECRET=${sample("alnum", 63)}`],
  },
];
