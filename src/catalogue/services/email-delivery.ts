import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { unmarked } from "../forms/unmarked.js";

const bearer = ["header authorization: Bearer"] as const;

/** Mail that is sent, checked and designed for others. */
export const emailDelivery: readonly Detector[] = [
  unmarked({
    id: "reachmail-api-token",
    service: "reachmail",
    title: "ReachMail API token",
    body: "base64url",
    length: 64,
    words: ["reachmail"],
    issuer: { hosts: ["services.reachmail.net"], carriers: bearer },
  }),
  unmarked({
    id: "pepipost-api-key",
    service: "pepipost",
    title: "Pepipost API key",
    body: "base64url",
    length: 32,
    words: ["pepipost", "netcore"],
    minEntropyBits: 3.3,
    issuer: { hosts: ["api.pepipost.com"], carriers: ["header api_key"] },
  }),
  unmarked({
    id: "postageapp-api-key",
    service: "postageapp",
    title: "PostageApp API key",
    body: "alnum",
    length: 32,
    words: ["postageapp"],
    issuer: { hosts: ["api.postageapp.com"], carriers: ["query api_key"] },
  }),
  unmarked({
    id: "verimail-api-key",
    service: "verimail",
    title: "Verimail API key",
    body: "alnum",
    length: 32,
    words: ["verimail"],
    issuer: { hosts: ["api.verimail.io"], carriers: ["query key"] },
  }),
  // https://www.zerobounce.net/docs/
  unmarked({
    id: "zerobounce-api-key",
    service: "zerobounce",
    title: "ZeroBounce API key",
    body: "alnum",
    length: 32,
    words: ["zerobounce", "zero_bounce"],
    issuer: { hosts: ["api.zerobounce.net"], carriers: ["query api_key"] },
  }),
  // https://api-docs.omnisend.com/reference/authentication
  unmarked({
    id: "omnisend-api-key",
    service: "omnisend",
    title: "Omnisend API key",
    body: "base64url",
    length: 75,
    words: ["omnisend"],
    issuer: { hosts: ["api.omnisend.com"], carriers: ["header x-api-key"] },
  }),
  {
    id: "stripo-api-token",
    service: "stripo",
    title: "Stripo API token",
    literals: ["eyJhbGciOiJIUzI1NiJ9"],
    shape: "eyJhbGciOiJIUzI1NiJ9\\.[0-9A-Za-z]{100,200}\\.[0-9A-Za-z_-]{43}",
    context: { words: ["stripo"], within: 96 },
    minEntropyBits: 3,
    issuer: { hosts: ["stripo.email", "api.stripo.email"], carriers: ["header stripo-api-auth"] },
    examples: [`stripo-api-auth: eyJhbGciOiJIUzI1NiJ9.${sample("alnum", 130)}.${sample("base64url", 43)}`],
    counterExamples: [`stripo eyJhbGciOiJIUzI1NiJ9.${sample("alnum", 130)}`, "stripo eyJhbGciOiJIUzI1NiJ9"],
  },
];
