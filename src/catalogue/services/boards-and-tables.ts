import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { settingsOf } from "../forms/setting-words.js";
import { unmarked } from "../forms/unmarked.js";
import { unmarkedUuid } from "../forms/unmarked-uuid.js";

const bearer = ["header authorization: Bearer"] as const;

/** Boards, tables, notes and plans. */
export const boardsAndTables: readonly Detector[] = [
  // https://www.pivotaltracker.com/help/api
  unmarked({
    id: "pivotal-tracker-api-token",
    service: "pivotal-tracker",
    title: "Pivotal Tracker API token",
    body: "lowerAlnum",
    length: 32,
    words: ["pivotal", "trackertoken"],
    issuer: { hosts: ["www.pivotaltracker.com"], carriers: ["header x-trackertoken"] },
  }),
  // https://success.planview.com: formerly LeanKit; the host is the customer's.
  unmarked({
    id: "planview-agileplace-api-token",
    service: "planview-agileplace",
    title: "Planview AgilePlace API token",
    body: "hex",
    length: 128,
    words: ["planview", "leankit", "planviewleankit"],
    issuer: { hosts: [], carriers: bearer },
  }),
  unmarked({
    id: "podio-api-key-or-client-secret",
    service: "podio",
    title: "Podio API key or client secret",
    body: "alnum",
    length: 32,
    words: [...settingsOf("podio"), "podio-", "podio."],
    issuer: { hosts: ["api.podio.com"], carriers: bearer },
  }),
  // https://developer.shortcut.com/api/rest/v3#Authentication, formerly Clubhouse.
  unmarkedUuid({
    id: "shortcut-api-token",
    service: "shortcut",
    title: "Shortcut API token",
    words: [...settingsOf("shortcut"), "clubhouse_"],
    issuer: { hosts: ["api.app.shortcut.com"], carriers: ["header shortcut-token"] },
  }),
  unmarked({
    id: "stormboard-api-key",
    service: "stormboard",
    title: "Stormboard API key",
    body: "anyCaseHex",
    length: 40,
    words: ["stormboard"],
    issuer: { hosts: ["api.stormboard.com"], carriers: ["header x-api-key"] },
  }),
  // https://www.tefter.io/docs/api
  unmarked({
    id: "tefter-user-token",
    service: "tefter",
    title: "Tefter user token",
    body: "alnum",
    length: 20,
    words: ["tefter"],
    minEntropyBits: 3.3,
    issuer: { hosts: ["www.tefter.io"], carriers: ["header x-user-token"] },
  }),
  // https://base.zenkit.com/docs/api/overview/introduction
  {
    id: "zenkit-api-key",
    service: "zenkit",
    title: "Zenkit API key",
    literals: [],
    shape: "[0-9A-Za-z]{8}-[0-9A-Za-z]{32}",
    context: { words: ["zenkit"], within: 48 },
    minEntropyBits: 3.5,
    issuer: { hosts: ["base.zenkit.com"], carriers: ["header zenkit-api-key"] },
    examples: [`Zenkit-API-Key: ${sample("lowerAlnum", 8)}-${sample("alnum", 32)}`],
    counterExamples: [
      `${sample("lowerAlnum", 8)}-${sample("alnum", 32)}`,
      `Zenkit-API-Key: ${sample("lowerAlnum", 8)}-${sample("alnum", 31)}`,
    ],
  },
  // https://api.ynab.com/#personal-access-tokens; the newer kind has 43 characters of base64url.
  unmarked({
    id: "ynab-access-token",
    service: "ynab",
    title: "YNAB access token",
    body: "anyCaseHex",
    length: 64,
    words: ["youneedabudget", "ynab"],
    issuer: { hosts: ["api.youneedabudget.com", "api.ynab.com"], carriers: bearer },
  }),
  unmarked({
    id: "supernotes-api-key",
    service: "supernotes",
    title: "Supernotes API key",
    body: "base64url",
    length: 43,
    words: ["supernotes"],
    issuer: { hosts: ["api.supernotes.app"], carriers: ["header api-key"] },
  }),
  // https://sheety.co/docs/authentication
  unmarked({
    id: "sheety-token",
    service: "sheety",
    title: "Sheety token",
    body: "lowerAlnum",
    length: 64,
    words: ["sheety"],
    issuer: { hosts: ["api.sheety.co"], carriers: bearer },
  }),
  // https://smartsheet.redoc.ly/#section/API-Basics/Raw-Token-Requests; older ones have 26 characters.
  unmarked({
    id: "smartsheet-access-token",
    service: "smartsheet",
    title: "Smartsheet access token",
    body: "alnum",
    length: 37,
    words: ["smartsheet"],
    issuer: { hosts: ["api.smartsheet.com"], carriers: bearer },
  }),
  unmarked({
    id: "smartsheet-legacy-access-token",
    service: "smartsheet",
    title: "Smartsheet access token, older",
    body: "alnum",
    length: 26,
    words: ["smartsheet"],
    issuer: { hosts: ["api.smartsheet.com"], carriers: bearer },
  }),
  unmarked({
    id: "overloop-api-key",
    service: "overloop",
    title: "Overloop API key",
    body: "base64url",
    length: 50,
    words: ["overloop"],
    issuer: { hosts: ["api.overloop.com"], carriers: ["header authorization"] },
  }),
  // https://streak.readme.io/reference/authentication
  unmarked({
    id: "streak-api-key",
    service: "streak",
    title: "Streak API key",
    body: "anyCaseHex",
    length: 32,
    words: [...settingsOf("streak"), "streak.com"],
    issuer: { hosts: ["api.streak.com", "www.streak.com"], carriers: ["basic auth"] },
  }),
];
