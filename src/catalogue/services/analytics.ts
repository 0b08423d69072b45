import type { Detector } from "../../types.js";
import { sample, sampleUuid, UUID } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";

const bearer = ["header authorization: Bearer"] as const;

/** Product analytics. */
export const analytics: readonly Detector[] = [
  // https://posthog.com/docs/api: "phx" is a person's, "phs" a secret of feature flags; "phc" keys are public.
  prefixed({
    id: "posthog-personal-api-key",
    service: "posthog",
    title: "PostHog personal API key",
    prefix: ["phx_", "phs_"],
    body: "base64url",
    length: [41, 49],
    issuer: {
      hosts: ["us.posthog.com", "eu.posthog.com", "app.posthog.com"],
      carriers: [...bearer, "query personal_api_key"],
    },
  }),
  // https://posthog.com/docs/api/oauth: access and refresh tokens; "alpha_" ends in the same letters.
  prefixed({
    id: "posthog-oauth-token",
    service: "posthog",
    title: "PostHog OAuth token",
    prefix: ["pha_", "phr_"],
    alone: true,
    body: "base64url",
    length: [41, 49],
    minEntropyBits: 4.2,
    issuer: { hosts: ["us.posthog.com", "eu.posthog.com", "app.posthog.com"], carriers: bearer },
  }),
  // https://segment.com/docs/api/public-api/
  prefixed({
    id: "segment-public-api-token",
    service: "segment",
    title: "Segment Public API token",
    prefix: "sgp_",
    body: "alnum",
    length: 64,
    issuer: { hosts: ["api.segmentapis.com", "eu1.api.segmentapis.com"], carriers: bearer },
  }),
  // https://developer.fullstory.com/server/authentication/
  {
    id: "fullstory-api-key",
    service: "fullstory",
    title: "Fullstory API key",
    literals: ["na1.", "eu1."],
    shape: "(?:na1|eu1)\\.[0-9A-Za-z+/]{100}(?:[0-9A-Za-z+/]{1,60})?={0,2}",
    issuer: { hosts: ["api.fullstory.com"], carriers: ["header authorization: Basic"] },
    examples: [`Authorization: Basic na1.${sample("base64", 100)}`],
    counterExamples: [`na1.${sample("base64", 99)}`, "na1.example.net"],
  },
  // https://wakatime.com/developers#authentication and https://uptimerobot.com/api/
  {
    id: "wakatime-api-key",
    service: "wakatime",
    title: "WakaTime API key",
    literals: ["waka_"],
    shape: `waka_(?:(?:tok|sec|ref)_)?(?:${UUID}|[0-9A-Za-z]{36,80})`,
    issuer: {
      hosts: ["wakatime.com", "api.wakatime.com"],
      carriers: ["header authorization: Basic", ...bearer, "query api_key"],
    },
    examples: [`api_key = waka_${sampleUuid()}`, `waka_tok_${sample("alnum", 80)}`],
    counterExamples: ["waka_<key>", `waka_${sample("alnum", 35)}`],
  },
];
