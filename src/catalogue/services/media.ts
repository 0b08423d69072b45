import type { Detector } from "../../types.js";
import { settingsOf } from "../forms/setting-words.js";
import { unmarked } from "../forms/unmarked.js";

const bearer = ["header authorization: Bearer"] as const;

/** News, pictures, sound, video, games and sport. */
export const media: readonly Detector[] = [
  // https://developer.nytimes.com/get-started
  unmarked({
    id: "new-york-times-api-key",
    service: "new-york-times",
    title: "New York Times API key",
    body: "base64url",
    length: 32,
    words: ["nytimes", "new-york-times", "newyorktimes", "new_york_times", "nyt_api"],
    minEntropyBits: 3.3,
    issuer: { hosts: ["api.nytimes.com"], carriers: ["query api-key"] },
  }),
  // https://pastebin.com/doc_api#1
  unmarked({
    id: "pastebin-developer-key",
    service: "pastebin",
    title: "Pastebin developer key",
    body: "word",
    length: 32,
    words: ["pastebin", "api_dev_key"],
    minEntropyBits: 3.1,
    issuer: { hosts: ["pastebin.com"], carriers: ["query api_dev_key"] },
  }),
  // https://pixabay.com/api/docs/: the account's number, a hyphen and 25 hexadecimal digits.
  unmarked({
    id: "pixabay-api-key",
    service: "pixabay",
    title: "Pixabay API key",
    body: "base64url",
    length: 34,
    words: ["pixabay"],
    minEntropyBits: 3,
    issuer: { hosts: ["pixabay.com"], carriers: ["query key"] },
  }),
  unmarked({
    id: "rawg-api-key",
    service: "rawg",
    title: "RAWG API key",
    body: "alnum",
    length: 32,
    words: ["rawg"],
    issuer: { hosts: ["api.rawg.io"], carriers: ["query key"] },
  }),
  // https://shotstack.io/docs/guide/getting-started/authentication/
  unmarked({
    id: "shotstack-api-key",
    service: "shotstack",
    title: "Shotstack API key",
    body: "alnum",
    length: 40,
    words: ["shotstack"],
    issuer: { hosts: ["api.shotstack.io"], carriers: ["header x-api-key"] },
  }),
  // https://api-reference.shutterstock.com/#authentication
  unmarked({
    id: "shutterstock-consumer-key",
    service: "shutterstock",
    title: "Shutterstock consumer key",
    body: "alnum",
    length: 32,
    words: ["shutterstock"],
    issuer: { hosts: ["api.shutterstock.com"], carriers: ["basic auth"] },
  }),
  unmarked({
    id: "shutterstock-consumer-secret",
    service: "shutterstock",
    title: "Shutterstock consumer secret",
    body: "alnum",
    length: 16,
    words: [...settingsOf("shutterstock"), "shutterstock-consumer"],
    within: 16,
    minEntropyBits: 3.1,
    issuer: { hosts: ["api.shutterstock.com"], carriers: ["basic auth"] },
  }),
  // https://apidocs.sirv.com: 64 bytes in base64.
  unmarked({
    id: "sirv-client-secret",
    service: "sirv",
    title: "Sirv client secret",
    body: "base64",
    length: [86, 88],
    words: ["sirv"],
    issuer: { hosts: ["api.sirv.com"], carriers: [] },
  }),
  unmarked({
    id: "siteleaf-api-secret",
    service: "siteleaf",
    title: "Siteleaf API secret",
    body: "alnum",
    length: 32,
    words: ["siteleaf"],
    issuer: { hosts: ["api.siteleaf.com"], carriers: ["basic auth"] },
  }),
  // https://unsplash.com/documentation#authorization
  unmarked({
    id: "unsplash-access-key",
    service: "unsplash",
    title: "Unsplash access key",
    body: "base64url",
    length: 43,
    words: ["unsplash"],
    issuer: { hosts: ["api.unsplash.com"], carriers: ["query client_id", "header authorization: Client-ID"] },
  }),
  // https://docs.wistia.com/reference/authentication
  unmarked({
    id: "wistia-api-token",
    service: "wistia",
    title: "Wistia API token",
    body: "alnum",
    length: 64,
    words: ["wistia"],
    issuer: { hosts: ["api.wistia.com"], carriers: [...bearer, "basic auth"] },
  }),
];
