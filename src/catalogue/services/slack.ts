import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";

const issuer = { hosts: ["slack.com"], carriers: ["header authorization: Bearer", "query token"] } as const;
const team = sample("digits", 12);

/** Slack: tokens of bots, users, sessions and apps; URLs of webhooks. https://docs.slack.dev/authentication/tokens */
export const slack: readonly Detector[] = [
  {
    id: "slack-bot-token",
    service: "slack",
    title: "Slack bot token",
    literals: ["xoxb-"],
    shape: "xoxb-[0-9]{8,14}-(?:[0-9]{8,14}-)?[0-9A-Za-z]{14,34}",
    issuer,
    examples: [`xoxb-${team}-${sample("digits", 13)}-${sample("alnum", 24)}`, `xoxb-${team}-${sample("alnum", 24)}`],
    counterExamples: ["xoxb-not-a-real-token", `xoxb-${team}-${team}`, `XOXB-${team}-${team}-${sample("alnum", 24)}`],
  },
  {
    id: "slack-user-token",
    service: "slack",
    title: "Slack user token",
    literals: ["xoxp-"],
    shape: "xoxp-(?:[0-9]{8,14}-){2,3}[0-9A-Za-z-]{24,36}",
    issuer,
    examples: [`xoxp-${team}-${team}-${team}-${sample("hex", 32)}`],
    counterExamples: ["xoxp-your-token", `xoxp-${team}-${team}-${team}`],
  },
  {
    id: "slack-legacy-token",
    service: "slack",
    title: "Slack legacy token",
    literals: ["xoxo-", "xoxs-", "xoxa-", "xoxr-"],
    shape: "xox(?:[os]-(?:[0-9]{1,24}-){3}[0-9A-Fa-f]{6,64}|[ar]-(?:[0-9]{1,14}-){0,3}[0-9A-Za-z]{8,48})",
    issuer,
    examples: [
      `xoxs-${team}-${team}-${team}-${sample("hex", 32)}`,
      `xoxa-2-${team}-${team}-${team}-${sample("hex", 32)}`,
    ],
    counterExamples: ["xoxa-2-<token>", "xoxs-1-2-3", "xoxr-"],
  },
  // https://docs.slack.dev/authentication/using-token-rotation and https://docs.slack.dev/app-manifests/configuring-apps-with-app-manifests
  {
    id: "slack-rotating-token",
    service: "slack",
    title: "Slack expiring, configuration or refresh token",
    literals: ["xoxe-", "xoxe."],
    shape:
      "xoxe(?:\\.xox[A-Za-z]-[0-9]-[0-9A-Za-z]{146,220}|-[0-9]-[0-9A-Za-z]{140,220}|(?:-[0-9]{10,13}){3}-[0-9A-Za-z-]{28,34})",
    issuer,
    examples: [`xoxe.xoxp-1-${sample("alnum", 166)}`, `xoxe-1-${sample("alnum", 147)}`],
    counterExamples: [`xoxe-1-${sample("alnum", 100)}`, "xoxe.xoxp-1-<token>"],
  },
  // A browser's session: the token, and the cookie that it works with.
  {
    id: "slack-session-token",
    service: "slack",
    title: "Slack browser session token",
    literals: ["xoxc-"],
    shape: "xoxc-(?:[0-9]{8,15}-){2,3}[0-9a-f]{64}",
    issuer,
    examples: [`xoxc-${team}-${team}-${team}-${sample("hex", 64)}`],
    counterExamples: [`xoxc-${team}-${team}-${team}-${sample("hex", 63)}`, "xoxc-<token>"],
  },
  {
    id: "slack-session-cookie",
    service: "slack",
    title: "Slack session cookie",
    literals: ["xoxd-"],
    shape: "xoxd-[0-9A-Za-z+/_%-]{100,}={0,2}",
    issuer: { hosts: ["slack.com"], carriers: ["header cookie"] },
    examples: [`d=xoxd-${sample("base64", 120)}`],
    counterExamples: [`d=xoxd-${sample("base64", 99)}`, "d=xoxd-<cookie>"],
  },
  {
    id: "slack-app-token",
    service: "slack",
    title: "Slack app-level token",
    literals: ["xapp-"],
    shape:
      "xapp-[0-9]{1,12}-(?:[0-9A-Za-z]{8,24}-[0-9A-Za-z]{8,24}-[0-9A-Za-z]{10,80}|[0-9A-Za-z]{1,24}-[0-9]{6,24}-[0-9A-Za-z]{6,80}|[0-9A-Za-z+/]{24})",
    issuer,
    examples: [`xapp-1-A${sample("upperAlnum", 10)}-${team}-${sample("hex", 64)}`],
    counterExamples: ["xapp-1-<token>", `xapp-1-A${sample("upperAlnum", 10)}-${team}`],
  },
  // https://docs.slack.dev/authentication/tokens#workflow: for a custom step, of no stated length.
  {
    id: "slack-workflow-token",
    service: "slack",
    title: "Slack workflow token",
    literals: ["xwfp-"],
    shape: "(?:^|[^0-9A-Za-z_+-])(?P<token>xwfp-(?:[0-9]{1,24}-){1,4}[0-9A-Za-z]{16,255})\\b",
    minEntropyBits: 3,
    issuer,
    examples: [`"bot_access_token":"xwfp-${team}-${team}-${sample("alnum", 24)}"`],
    counterExamples: ["xwfp-<token>", `xwfp-${team}-${team}`, `XWFP-${team}-${team}-${sample("alnum", 24)}`],
  },
  // https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks: the URL is the credential.
  {
    id: "slack-webhook",
    service: "slack",
    title: "Slack webhook",
    literals: ["hooks.slack.com/", "hooks.slack-gov.com/"],
    shape:
      "(?:https?://)?hooks\\.slack(?:-gov)?\\.com/(?:services/[TE][0-9A-Za-z_]{7,12}/[BW]?[0-9A-Za-z_]{7,12}/[0-9A-Za-z]{20,30}|(?:workflows|triggers)/[0-9A-Za-z/+]{36,80})",
    examples: [
      `https://hooks.slack.com/services/T${sample("upperAlnum", 10)}/B${sample("upperAlnum", 10)}/${sample("alnum", 24)}`,
      `https://hooks.slack.com/workflows/T${sample("upperAlnum", 9)}/A${sample("upperAlnum", 9)}/${sample("digits", 18)}/${sample("alnum", 24)}`,
    ],
    counterExamples: ["https://hooks.slack.com/services/", "https://hooks.slack.com/services/TXXXX/BXXXX/XXXX"],
  },
];
