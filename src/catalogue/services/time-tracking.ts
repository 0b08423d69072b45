import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { settingsOf } from "../forms/setting-words.js";
import { unmarked } from "../forms/unmarked.js";

const bearer = ["header authorization: Bearer"] as const;

/** Tasks, boards and hours. */
export const timeTracking: readonly Detector[] = [
  {
    id: "nozbe-teams-api-key",
    service: "nozbe",
    title: "Nozbe Teams API key",
    literals: [],
    shape: "[0-9A-Za-z]{16}_[0-9A-Za-z_-]{64}",
    context: { words: ["nozbe"], within: 48 },
    minEntropyBits: 4,
    issuer: { hosts: ["api4.nozbe.com"], carriers: ["header authorization"] },
    examples: [`NOZBE_API_KEY=${sample("alnum", 16)}_${sample("alnum", 64)}`],
    counterExamples: [
      `${sample("alnum", 16)}_${sample("alnum", 64)}`,
      `NOZBE_API_KEY=${sample("alnum", 16)}_${sample("alnum", 63)}`,
    ],
  },
  // https://github.com/paymoapp/api/blob/master/sections/authentication.md
  unmarked({
    id: "paymo-api-key",
    service: "paymo",
    title: "Paymo API key",
    body: "alnum",
    length: 44,
    words: ["paymo"],
    issuer: { hosts: ["app.paymoapp.com"], carriers: ["basic auth"] },
  }),
  // https://runrun.it/api/documentation: the key of the application and the token of the user go together.
  unmarked({
    id: "runrun-it-application-key",
    service: "runrun-it",
    title: "Runrun.it application key",
    body: "hex",
    length: 32,
    words: ["runrunit", "runrun.it", "runrun_it"],
    issuer: { hosts: ["runrun.it"], carriers: ["header app-key", "header user-token"] },
  }),
  unmarked({
    id: "runrun-it-user-token",
    service: "runrun-it",
    title: "Runrun.it user token",
    body: "alnum",
    length: [18, 20],
    words: ["runrunit", "runrun.it", "runrun_it"],
    within: 32,
    minEntropyBits: 3.2,
    issuer: { hosts: ["runrun.it"], carriers: ["header app-key", "header user-token"] },
  }),
  unmarked({
    id: "timecamp-api-token",
    service: "timecamp",
    title: "TimeCamp API token",
    body: "alnum",
    length: 26,
    words: ["timecamp"],
    issuer: { hosts: ["app.timecamp.com"], carriers: ["header authorization"] },
  }),
  unmarked({
    id: "tmetric-api-token",
    service: "tmetric",
    title: "TMetric API token",
    body: "alnum",
    length: 64,
    words: ["tmetric"],
    issuer: { hosts: ["app.tmetric.com"], carriers: bearer },
  }),
  // https://developer.todoist.com/rest/v2/#authorization
  unmarked({
    id: "todoist-api-token",
    service: "todoist",
    title: "Todoist API token",
    body: "alnum",
    length: 40,
    words: ["todoist"],
    issuer: { hosts: ["api.todoist.com"], carriers: bearer },
  }),
  // https://engineering.toggl.com/docs/authentication/
  unmarked({
    id: "toggl-track-api-token",
    service: "toggl-track",
    title: "Toggl Track API token",
    body: "alnum",
    length: 32,
    words: ["toggl"],
    issuer: { hosts: ["api.track.toggl.com", "track.toggl.com"], carriers: ["basic auth"] },
  }),
  // https://developer.twist.com/v3/#authentication
  unmarked({
    id: "twist-access-token",
    service: "twist",
    title: "Twist access token",
    body: "hex",
    length: 40,
    words: [...settingsOf("twist"), "twist.com"],
    issuer: { hosts: ["api.twist.com"], carriers: bearer },
  }),
  unmarked({
    id: "typetalk-client-secret",
    service: "typetalk",
    title: "Typetalk client secret",
    body: "alnum",
    length: 64,
    words: ["typetalk"],
    issuer: { hosts: ["typetalk.com"], carriers: [] },
  }),
  unmarked({
    id: "upwave-api-token",
    service: "upwave",
    title: "Upwave API token",
    body: "alnum",
    length: 32,
    words: ["upwave"],
    issuer: { hosts: ["api.upwave.io"], carriers: ["header authorization: Token"] },
  }),
  unmarked({
    id: "worksnaps-api-token",
    service: "worksnaps",
    title: "Worksnaps API token",
    body: "alnum",
    length: 40,
    words: ["worksnaps"],
    issuer: { hosts: ["api.worksnaps.com"], carriers: ["basic auth"] },
  }),
  unmarked({
    id: "workstack-api-token",
    service: "workstack",
    title: "Workstack API token",
    body: "alnum",
    length: 60,
    words: ["workstack"],
    issuer: { hosts: ["app.workstack.io"], carriers: ["query api_token"] },
  }),
  unmarked({
    id: "vyte-api-key",
    service: "vyte",
    title: "Vyte API key",
    body: "alnum",
    length: 50,
    words: ["vyte"],
    issuer: { hosts: ["api.vyte.in"], carriers: ["header authorization"] },
  }),
  unmarked({
    id: "unplugg-access-token",
    service: "unplugg",
    title: "Unplugg access token",
    body: "alnum",
    length: 64,
    words: ["unplugg", "unplu"],
    issuer: { hosts: ["api.unplu.gg"], carriers: ["header x-access-token"] },
  }),
];
