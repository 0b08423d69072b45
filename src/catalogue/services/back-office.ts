import type { Detector } from "../../types.js";
import { sample, sampleUuid } from "../forms/alphabets.js";
import { unmarked } from "../forms/unmarked.js";

const bearer = ["header authorization: Bearer"] as const;

/** Books, help desks, courses and deliveries. */
export const backOffice: readonly Detector[] = [
  // https://docs.oracle.com/en/cloud/saas/netsuite/: OAuth 1.0 with four such values.
  unmarked({
    id: "netsuite-consumer-or-token-secret",
    service: "netsuite",
    title: "NetSuite consumer or token secret",
    body: "alnum",
    length: 64,
    words: ["netsuite"],
    issuer: { hosts: [], carriers: ["header authorization: OAuth"] },
  }),
  {
    id: "vouchery-api-key",
    service: "vouchery",
    title: "Vouchery API key",
    literals: [],
    shape: "[0-9A-Za-z-]{36}",
    context: { words: ["vouchery"], within: 48 },
    minEntropyBits: 2.5,
    issuer: { hosts: [], carriers: bearer },
    examples: [`VOUCHERY_API_KEY=${sampleUuid()}`],
    counterExamples: [sampleUuid(), `VOUCHERY_API_KEY=${sample("hex", 35)}`],
  },
  // https://www.storecove.com/docs/
  unmarked({
    id: "storecove-api-key",
    service: "storecove",
    title: "Storecove API key",
    body: "base64url",
    length: 43,
    words: ["storecove"],
    issuer: { hosts: ["api.storecove.com"], carriers: bearer },
  }),
  // The host is the customer's, below repairshopr.com.
  unmarked({
    id: "repairshopr-api-key",
    service: "repairshopr",
    title: "RepairShopr API key",
    body: "base64url",
    length: 51,
    words: ["repairshopr"],
    issuer: { hosts: [], carriers: bearer },
  }),
  unmarked({
    id: "sherpadesk-api-token",
    service: "sherpadesk",
    title: "SherpaDesk API token",
    body: "alnum",
    length: 32,
    words: ["sherpadesk"],
    issuer: { hosts: ["api.sherpadesk.com"], carriers: ["basic auth"] },
  }),
  // https://developers.thinkific.com/api/api-key-auth
  unmarked({
    id: "thinkific-api-key",
    service: "thinkific",
    title: "Thinkific API key",
    body: "hex",
    length: 32,
    words: ["thinkific"],
    issuer: { hosts: ["api.thinkific.com"], carriers: ["header x-auth-api-key"] },
  }),
  // https://docs.shipday.com/reference/authentication: the key follows "Basic" as it is.
  {
    id: "shipday-api-key",
    service: "shipday",
    title: "Shipday API key",
    literals: ["shipday"],
    shape: "(?i:shipday)[^\\n]{0,40}?[^0-9A-Za-z.](?P<token>[0-9A-Za-z.]{11}[0-9A-Za-z]{20})(?:[^0-9A-Za-z.]|$)",
    minEntropyBits: 3.2,
    confidence: "medium",
    issuer: { hosts: ["api.shipday.com"], carriers: ["header authorization", "header authorization: Basic"] },
    examples: [`SHIPDAY_API_KEY=${sample("alnum", 10)}.${sample("alnum", 20)}`],
    counterExamples: [
      `${sample("alnum", 10)}.${sample("alnum", 20)}`,
      `SHIPDAY_API_KEY=${sample("alnum", 9)}.${sample("alnum", 19)}`,
    ],
  },
];
