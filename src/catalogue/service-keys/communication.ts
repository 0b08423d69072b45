import type { Detector } from "../../types.js";
import { serviceKeys } from "./table.js";

/** Telephony, messages and social networks. */
export const communication: readonly Detector[] = serviceKeys([
  {
    name: "8x8",
    body: "alnum",
    length: 43,
    words: ["eightxeight"],
    hosts: ["sms.8x8.com"],
    carriers: ["header authorization: Bearer"],
  },
  {
    name: "Apifonica",
    body: "alnum",
    groups: [11, 4, 4, 4, 12],
    hosts: ["api.apifonica.com"],
    carriers: ["header authorization: Basic"],
  },
  {
    name: "Ayrshare",
    body: "alnum",
    groups: [8, 8, 8, 8],
    hosts: ["app.ayrshare.com"],
    carriers: ["header authorization: Bearer"],
  },
  {
    name: "ClockworkSMS",
    words: ["clockwork", "textanywhere"],
    body: "alnum",
    length: 24,
    hosts: ["api.textanywhere.com"],
    carriers: ["header user_key", "header access_token"],
  },
  {
    name: "D7 Networks",
    kind: "API token",
    words: ["d7network"],
    parts: [["base64", 23], "="],
    hosts: ["rest-api.d7networks.com"],
    carriers: ["basic auth"],
  },
  {
    name: "Daily",
    ordinary: true,
    words: ["daily.co", "dailyco"],
    body: "anyCaseHex",
    length: 64,
    hosts: ["api.daily.co"],
    carriers: ["header authorization: Bearer"],
  },
  {
    name: "Gitter",
    body: "base64url",
    length: 40,
    hosts: ["api.gitter.im"],
    carriers: ["header authorization: Bearer"],
  },
  {
    name: "Lark",
    kind: "app secret",
    words: ["larksuite"],
    body: "alnum",
    length: 32,
    hosts: ["open.larksuite.com"],
    carriers: ["header authorization: Bearer"],
  },
  {
    name: "Line Notify",
    body: "alnum",
    length: 43,
    hosts: ["notify-api.line.me"],
    carriers: ["header authorization: Bearer"],
  },
  {
    name: "Meta API",
    words: ["metaapi", "meta-api"],
    body: "hex",
    length: 64,
    hosts: ["graph.facebook.com", "api.meta-api.io"],
    carriers: ["header apikey"],
  },
]);
