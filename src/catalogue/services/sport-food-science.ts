import type { Detector } from "../../types.js";
import { settingsOf } from "../forms/setting-words.js";
import { unmarked } from "../forms/unmarked.js";

const bearer = ["header authorization: Bearer"] as const;

/** Sport, food, science and videos. */
export const sportFoodScience: readonly Detector[] = [
  // https://spoonacular.com/food-api/docs#Authentication
  unmarked({
    id: "spoonacular-api-key",
    service: "spoonacular",
    title: "Spoonacular API key",
    body: "alnum",
    length: 32,
    words: ["spoonacular"],
    issuer: { hosts: ["api.spoonacular.com"], carriers: ["query apikey", "header x-api-key"] },
  }),
  // https://docx.syndigo.com/developers/docs/nutritionix-api-guide
  unmarked({
    id: "nutritionix-application-key",
    service: "nutritionix",
    title: "Nutritionix application key",
    body: "lowerAlnum",
    length: 32,
    words: ["nutritionix"],
    issuer: { hosts: ["trackapi.nutritionix.com"], carriers: ["header x-app-key"] },
  }),
  unmarked({
    id: "sportmonks-api-token",
    service: "sportmonks",
    title: "Sportmonks API token",
    body: "alnum",
    length: 60,
    words: ["sportsmonk", "sportmonks"],
    issuer: {
      hosts: ["soccer.sportmonks.com", "api.sportmonks.com"],
      carriers: ["query api_token", "header authorization"],
    },
  }),
  // https://developers.pandascore.co/docs/authentication
  unmarked({
    id: "pandascore-access-token",
    service: "pandascore",
    title: "PandaScore access token",
    body: "base64url",
    length: 51,
    words: ["pandascore"],
    issuer: { hosts: ["api.pandascore.co"], carriers: bearer },
  }),
  unmarked({
    id: "the-odds-api-key",
    service: "the-odds-api",
    title: "The Odds API key",
    body: "anyCaseHex",
    length: 32,
    words: [
      "theoddsapi",
      "the-odds-api",
      "the_odds_api",
      "odds_api",
      "odds-api",
      "oddsapi",
      "odds api",
      "odds_key",
      "odds_token",
      "odds key",
      "odds token",
    ],
    issuer: { hosts: ["api.the-odds-api.com"], carriers: ["query apiKey"] },
  }),
  // https://developers.strava.com/docs/getting-started/
  unmarked({
    id: "strava-client-secret-or-access-token",
    service: "strava",
    title: "Strava client secret or access token",
    body: "lowerAlnum",
    length: 40,
    words: ["strava"],
    issuer: { hosts: ["www.strava.com"], carriers: bearer },
  }),
  // https://developers.google.com/youtube/registering_an_application: a Google API key, which begins with "AIza"; other forms are taken beside its name.
  unmarked({
    id: "youtube-api-key",
    service: "youtube",
    title: "YouTube API key",
    body: "base64url",
    length: 39,
    words: [...settingsOf("youtube"), "youtube data"],
    within: 32,
    minEntropyBits: 4,
    issuer: {
      hosts: ["www.googleapis.com", "youtube.googleapis.com"],
      carriers: ["query key", "header x-goog-api-key"],
    },
  }),
  unmarked({
    id: "websitepulse-key",
    service: "websitepulse",
    title: "WebsitePulse key",
    body: "hex",
    length: 32,
    words: ["websitepulse"],
    issuer: { hosts: ["api.websitepulse.com"], carriers: [] },
  }),
  // https://apidoc.protocols.io
  unmarked({
    id: "protocols-io-access-token",
    service: "protocols-io",
    title: "Protocols.io access token",
    body: "alnum",
    length: 64,
    words: [...settingsOf("protocols"), "protocolsio", "protocols.io", "protocols-io", "protocols io"],
    issuer: { hosts: ["www.protocols.io"], carriers: bearer },
  }),
  unmarked({
    id: "verifier-api-token",
    service: "verifier",
    title: "Verifier API token",
    body: "lowerAlnum",
    length: 96,
    words: [...settingsOf("verifier"), "verifier.meetchopra"],
    issuer: { hosts: ["verifier.meetchopra.com"], carriers: [] },
  }),
  unmarked({
    id: "pollsapi-key",
    service: "pollsapi",
    title: "PollsAPI key",
    body: "alnum",
    length: 28,
    words: ["pollsapi", "polls_api", "polls-api"],
    issuer: { hosts: ["api.pollsapi.com"], carriers: ["header api-key"] },
  }),
];
