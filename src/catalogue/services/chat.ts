import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { isDiscordBotToken } from "../forms/structures.js";

/** The shape of a UUID pair and its like in a Teams webhook's path. */
const TEAMS_PATH =
  "[0-9A-Za-z-]{36}@[0-9A-Za-z-]{36}/IncomingWebhook/[0-9A-Za-z]{32}/[0-9A-Za-z-]{36}(?:/[0-9A-Za-z_-]{20,60})?";

/** Chat and collaboration. */
export const chat: readonly Detector[] = [
  // https://discord.com/developers/docs/reference#authentication: the bot's id in base64, a time, a signature; no fixed mark.
  {
    id: "discord-bot-token",
    service: "discord",
    title: "Discord bot token",
    literals: [],
    shape: "[MNO][0-9A-Za-z_-]{23,27}\\.[0-9A-Za-z_-]{6}\\.[0-9A-Za-z_-]{27,38}",
    context: { words: ["discord", "bot", "client.login", "client.run"], within: 64 },
    confidence: "high",
    minEntropyBits: 3.5,
    verify: isDiscordBotToken,
    issuer: { hosts: ["discord.com", "discordapp.com"], carriers: ["header authorization: Bot"] },
    examples: [
      `DISCORD_TOKEN=${Buffer.from("123456789012345678").toString("base64url")}.${sample("alnum", 6)}.${sample("base64url", 38)}`,
      `Authorization: Bot ${Buffer.from("987654321098765432").toString("base64url")}.${sample("alnum", 6)}.${sample("base64url", 27)}`,
    ],
    counterExamples: [
      `discord MTIzNDU2Nzg5MDEy.${sample("alnum", 6)}`,
      `discord ${sample("alnum", 24)}.${sample("alnum", 6)}`,
    ],
  },
  // Of users who log in with two factors, as the web client stored it until 2023.
  {
    id: "discord-user-token",
    service: "discord",
    title: "Discord user token",
    literals: ["mfa."],
    shape: "mfa\\.[0-9A-Za-z_-]{84}",
    issuer: { hosts: ["discord.com", "discordapp.com"], carriers: ["header authorization"] },
    examples: [`token: mfa.${sample("base64url", 84)}`],
    counterExamples: [`mfa.${sample("base64url", 40)}`, "mfa.enabled"],
  },
  // https://discord.com/developers/docs/resources/webhook
  {
    id: "discord-webhook",
    service: "discord",
    title: "Discord webhook",
    literals: ["/webhooks/"],
    shape:
      "(?:https?://)?(?:ptb\\.|canary\\.)?discord(?:app)?\\.com/api/(?:v[0-9]{1,2}/)?webhooks/[0-9]{17,20}/[0-9A-Za-z_-]{60,80}",
    examples: [`https://discord.com/api/webhooks/${sample("digits", 18)}/${sample("base64url", 68)}`],
    counterExamples: [
      `https://discord.com/api/webhooks/${sample("digits", 18)}`,
      "https://discord.com/api/webhooks/ID/TOKEN",
    ],
  },
  // https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook
  {
    id: "microsoft-teams-webhook",
    service: "microsoft-teams",
    title: "Microsoft Teams incoming webhook",
    literals: ["/IncomingWebhook/"],
    shape: `https://(?:[0-9A-Za-z-]{1,63}\\.webhook\\.office\\.com/webhookb2|outlook\\.office(?:365)?\\.com/webhook)/${TEAMS_PATH}`,
    examples: [
      `https://contoso.webhook.office.com/webhookb2/${uuid(1)}@${uuid(2)}/IncomingWebhook/${sample("hex", 32)}/${uuid(3)}`,
    ],
    counterExamples: [
      `https://contoso.webhook.office.com/webhookb2/${uuid(1)}@${uuid(2)}`,
      "https://contoso.webhook.office.com/webhookb2/<id>/IncomingWebhook/<id>",
    ],
  },
  // https://core.telegram.org/bots/api#authorizing-your-bot; in a URL it stands after "bot".
  {
    id: "telegram-bot-token",
    service: "telegram",
    title: "Telegram bot token",
    literals: [":AA"],
    shape: "(?:\\b|\\\\[nrt]|bot)(?P<token>[0-9]{5,16}:AA[0-9A-Za-z_-]{32,33})",
    issuer: { hosts: ["api.telegram.org"], carriers: [] },
    examples: [
      `TELEGRAM_TOKEN=${sample("digits", 10)}:AA${sample("base64url", 33)}`,
      `https://api.telegram.org/bot${sample("digits", 10)}:AA${sample("base64url", 33)}/getMe`,
    ],
    counterExamples: [
      `${sample("digits", 10)}:AA${sample("base64url", 31)}`,
      `1234:AA${sample("base64url", 33)}`,
      "12345:AA",
    ],
  },
  // https://developer.webex.com/docs/getting-started: personal, bot and integration tokens end in the organization's id.
  {
    id: "webex-access-token",
    service: "webex",
    title: "Webex access token",
    literals: ["_P"],
    shape: "[0-9A-Za-z]{64}_P[0-9A-Z][0-9A-Z0-9]{2}_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    issuer: { hosts: ["webexapis.com", "api.ciscospark.com"], carriers: ["header authorization: Bearer"] },
    examples: [`Bearer ${sample("alnum", 64)}_PF84_${uuid(4)}`],
    counterExamples: [`${sample("alnum", 63)}_PF84_${uuid(4)}`, `${sample("alnum", 64)}_PF84`],
  },
];

function uuid(variant: number): string {
  const hex = sample("hex", 28 + variant) + sample("hex", 4);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-a${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
}
