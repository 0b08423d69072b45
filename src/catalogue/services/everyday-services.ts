import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";
import { unmarked } from "../forms/unmarked.js";

const bearer = ["header authorization: Bearer"] as const;

/** Music, boards, places to eat and transcripts. */
export const everydayServices: readonly Detector[] = [
  // https://developer.atlassian.com/cloud/trello/guides/rest-api/api-introduction/: key and token go together; tokens of today begin with "ATTA".
  unmarked({
    id: "trello-api-key",
    service: "trello",
    title: "Trello API key",
    body: "base64url",
    length: 32,
    words: ["trello"],
    minEntropyBits: 3.1,
    issuer: { hosts: ["api.trello.com"], carriers: ["query key"] },
  }),
  // https://docs.developer.yelp.com/docs/fusion-authentication
  {
    id: "yelp-fusion-api-key",
    service: "yelp",
    title: "Yelp Fusion API key",
    literals: [],
    shape: "[0-9A-Za-z_-]{128}",
    context: { words: ["yelp"], within: 48 },
    minEntropyBits: 4.5,
    issuer: { hosts: ["api.yelp.com"], carriers: bearer },
    examples: [`YELP_API_KEY=${sample("base64url", 128)}`],
    counterExamples: [sample("base64url", 128), `YELP_API_KEY=${sample("base64url", 127)}`],
  },
  // https://www.rev.com/api/security: a key of the client and one of the user go together.
  unmarked({
    id: "rev-client-key",
    service: "rev",
    title: "Rev client key",
    body: "base64url",
    length: 27,
    words: [
      "rev.com",
      "rev.ai",
      "rev_ai",
      "rev-ai",
      "rev_api",
      "rev-api",
      "rev_client",
      "rev-client",
      "rev_user",
      "rev-user",
      "rev_key",
      "rev_token",
      "rev api",
      "rev key",
      "rev token",
      "rev:",
    ],
    within: 24,
    minEntropyBits: 3.6,
    issuer: { hosts: ["api.rev.com"], carriers: ["header authorization: Rev"] },
  }),
  unmarked({
    id: "rev-user-key",
    service: "rev",
    title: "Rev user key",
    body: "base64",
    length: 28,
    words: [
      "rev.com",
      "rev.ai",
      "rev_ai",
      "rev-ai",
      "rev_api",
      "rev_client",
      "rev_user",
      "rev-user",
      "rev_key",
      "rev_token",
      "rev api",
      "rev key",
      "rev token",
      "rev:",
    ],
    within: 24,
    minEntropyBits: 3.6,
    issuer: { hosts: ["api.rev.com"], carriers: ["header authorization: Rev"] },
  }),
  // https://cal.com/docs/api-reference/v2/introduction
  prefixed({
    id: "cal-com-api-key",
    service: "cal-com",
    title: "Cal.com API key",
    prefix: "cal_live_",
    body: "lowerAlnum",
    length: [16, 64],
    issuer: { hosts: ["api.cal.com"], carriers: ["header authorization: Bearer", "query apiKey"] },
  }),
];
