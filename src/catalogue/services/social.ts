import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";
import { unmarked } from "../forms/unmarked.js";

const bearer = ["header authorization: Bearer"] as const;

/** Social networks and media. */
export const social: readonly Detector[] = [
  // https://developers.facebook.com/docs/facebook-login/guides/access-tokens
  {
    id: "facebook-access-token",
    service: "facebook",
    title: "Facebook, Instagram or WhatsApp access token",
    literals: ["EAA", "IGQV", "IGAA"],
    shape:
      "(?:^|[^0-9A-Za-z_+/-])(?P<token>EAACEdEose0cBA[0-9A-Za-z]{20,400}|EAA[0-9A-Za-z]{90,400}|IGQV[0-9A-Za-z_-]{100,300}|IGAA[0-9A-Za-z]{100,300})",
    minEntropyBits: 4,
    issuer: {
      hosts: ["graph.facebook.com", "graph.instagram.com"],
      carriers: ["header authorization: Bearer", "query access_token"],
    },
    examples: [`access_token=EAAC${sample("alnum", 180)}`, `IGQV${sample("base64url", 160)}`],
    counterExamples: [`EAA${sample("alnum", 89)}`, `EAA${"A".repeat(200)}`],
  },
  prefixed({
    id: "twitch-stream-key",
    service: "twitch",
    title: "Twitch stream key",
    prefix: "live_",
    body: "word",
    length: [39, 49],
    context: { words: ["twitch"], within: 96 },
    minEntropyBits: 3.5,
    confidence: "high",
  }),
  // https://developer.x.com/en/docs/authentication/oauth-2-0/bearer-tokens
  {
    id: "twitter-bearer-token",
    service: "twitter",
    title: "X (Twitter) bearer token",
    literals: ["AAAAAAAAAAAAAAAAAAAA"],
    shape: "A{20,22}[0-9A-Za-z%]{60,120}",
    minEntropyBits: 3.5,
    issuer: { hosts: ["api.twitter.com", "api.x.com"], carriers: bearer },
    examples: [`Authorization: Bearer ${"A".repeat(22)}${sample("alnum", 24)}%3D${sample("alnum", 52)}`],
    counterExamples: ["A".repeat(120), `${"A".repeat(22)}${sample("alnum", 30)}`],
  },
  {
    id: "twitter-access-token-secret",
    service: "twitter",
    title: "X (Twitter) API secret or access token secret",
    literals: [],
    shape: "[0-9A-Za-z]{50}|[0-9A-Za-z]{45}",
    context: { words: ["twitter", "consumer_secret", "access_token_secret", "tweepy"], within: 72 },
    minEntropyBits: 4.3,
    issuer: { hosts: ["api.twitter.com", "api.x.com"], carriers: [] },
    examples: [
      `TWITTER_ACCESS_TOKEN_SECRET=${sample("alnum", 45)}`,
      `twitter consumer_secret = "${sample("alnum", 50)}"`,
    ],
    counterExamples: [sample("alnum", 45), `TWITTER_SECRET=${sample("alnum", 44)}`],
  },
  {
    id: "twitter-access-token",
    service: "twitter",
    title: "X (Twitter) access token",
    literals: [],
    shape: "[0-9]{15,25}-[0-9A-Za-z]{20,40}",
    context: { words: ["twitter", "tweepy", "access_token"], within: 72 },
    minEntropyBits: 3.7,
    issuer: { hosts: ["api.twitter.com", "api.x.com"], carriers: [] },
    examples: [`TWITTER_ACCESS_TOKEN=${sample("digits", 18)}-${sample("alnum", 30)}`],
    counterExamples: [`${sample("digits", 18)}-${sample("alnum", 30)}`, `twitter ${sample("digits", 18)}`],
  },
  // https://developers.facebook.com/docs/development/create-an-app/app-dashboard/basic-settings
  unmarked({
    id: "facebook-app-secret",
    service: "facebook",
    title: "Facebook app secret",
    body: "hex",
    length: 32,
    words: ["facebook_app_secret", "facebook_secret", "fb_app_secret", "facebook_client_secret", "facebook"],
    issuer: { hosts: ["graph.facebook.com"], carriers: ["query client_secret"] },
  }),
  // https://developer.spotify.com/documentation/web-api/concepts/apps, https://dev.twitch.tv/docs/authentication/
  unmarked({
    id: "spotify-client-secret",
    service: "spotify",
    title: "Spotify client secret",
    body: "alnum",
    length: 32,
    words: ["spotify_client_secret", "spotify_secret", "spotipy_client_secret", "spotify"],
    issuer: { hosts: ["accounts.spotify.com"], carriers: ["basic auth"] },
  }),
  unmarked({
    id: "twitch-client-secret",
    service: "twitch",
    title: "Twitch client secret or access token",
    body: "alnum",
    length: 30,
    words: ["twitch"],
    minEntropyBits: 3.2,
    issuer: { hosts: ["id.twitch.tv", "api.twitch.tv"], carriers: [...bearer, "header authorization: OAuth"] },
  }),
  // https://learn.microsoft.com/en-us/linkedin/shared/authentication/client-credentials-flow: "WPL_AP1." since 2024.
  {
    id: "linkedin-client-secret",
    service: "linkedin",
    title: "LinkedIn client secret",
    literals: ["WPL_AP"],
    shape: "WPL_AP[0-9]\\.[0-9A-Za-z]{10,20}\\.[0-9A-Za-z+/]{4,10}={0,2}",
    issuer: { hosts: ["www.linkedin.com"], carriers: [] },
    examples: [`LINKEDIN_CLIENT_SECRET=WPL_AP1.${sample("alnum", 16)}.${sample("alnum", 6)}==`],
    counterExamples: ["WPL_AP1.<secret>", "WPL_AP1."],
  },
  unmarked({
    id: "discord-client-secret",
    service: "discord",
    title: "Discord client secret",
    body: "base64url",
    length: 32,
    words: ["discord_client_secret", "discord_secret", "discord-client-secret", "discord"],
    minEntropyBits: 4,
    issuer: { hosts: ["discord.com"], carriers: ["basic auth"] },
  }),
  prefixed({
    id: "pinterest-access-token",
    service: "pinterest",
    title: "Pinterest access or refresh token",
    prefix: "pina_",
    body: "base64url",
    length: [20, 200],
    issuer: { hosts: ["api.pinterest.com"], carriers: bearer },
  }),
];
