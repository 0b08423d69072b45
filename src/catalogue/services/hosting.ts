import type { Detector } from "../../types.js";
import { sample, sampleUuid, UUID } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";
import { keysOf, settingsOf } from "../forms/setting-words.js";
import { unmarked } from "../forms/unmarked.js";

const bearer = ["header authorization: Bearer"] as const;

import { crc32Base62, isVercelToken } from "../../checksums.js";

/** Hosts of applications and functions. */
export const hosting: readonly Detector[] = [
  // https://devcenter.heroku.com/articles/authentication: a prefix since 2023, a UUID before.
  prefixed({
    id: "heroku-api-key",
    service: "heroku",
    title: "Heroku API key",
    prefix: "HRKU-",
    body: "base64url",
    length: [36, 65],
    issuer: { hosts: ["api.heroku.com"], carriers: bearer },
  }),
  {
    id: "heroku-legacy-api-key",
    service: "heroku",
    title: "Heroku API key (UUID)",
    literals: [],
    shape: UUID,
    context: { words: ["heroku_api", "heroku-api", "herokuapi", "heroku_key", "heroku"], within: 40 },
    minEntropyBits: 2.5,
    issuer: { hosts: ["api.heroku.com"], carriers: bearer },
    examples: [`HEROKU_API_KEY=${sampleUuid()}`],
    counterExamples: [sampleUuid(), "HEROKU_API_KEY=00000000-0000-0000-0000-000000000000"],
  },
  // https://fly.io/docs/security/tokens/: macaroons; several may be joined by commas.
  {
    id: "fly-access-token",
    service: "fly",
    title: "Fly.io access token",
    literals: ["fm1r_", "fm1a_", "fm2_", "fo1_"],
    shape: "(?:fm1[ar]_|fm2_)[0-9A-Za-z+/]{80,}={0,3}(?:,fm[12][ar]?_[0-9A-Za-z+/]{80,}={0,3})*|fo1_[0-9A-Za-z_-]{43}",
    issuer: { hosts: ["api.fly.io", "api.machines.dev"], carriers: ["header authorization: FlyV1", ...bearer] },
    examples: [
      `Authorization: FlyV1 fm2_${sample("base64", 300)}==,fm2_${sample("base64", 200)}`,
      `FLY_API_TOKEN=fo1_${sample("base64url", 43)}`,
    ],
    counterExamples: [`fm2_${sample("base64", 79)}`, "FlyV1 fm2_<token>", `fo1_${sample("base64url", 42)}`],
  },
  // https://vercel.com/docs/accounts/create-a-token; the prefixes are of 2025, older tokens are 24 characters.
  vercel("vercel-personal-access-token", "Vercel personal access token", "vcp_"),
  vercel("vercel-integration-token", "Vercel integration token", "vci_"),
  vercel("vercel-app-token", "Vercel app access token", "vca_"),
  vercel("vercel-app-refresh-token", "Vercel app refresh token", "vcr_"),
  vercel("vercel-ai-gateway-key", "Vercel AI Gateway key", "vck_"),
  unmarked({
    id: "vercel-legacy-token",
    service: "vercel",
    title: "Vercel token (without prefix)",
    body: "alnum",
    length: 24,
    words: ["vercel_token", "vercel-token", "verceltoken", "vercel_api", "vercel"],
    within: 32,
    minEntropyBits: 3.7,
    issuer: { hosts: ["api.vercel.com"], carriers: bearer },
  }),
  prefixed({
    id: "vercel-blob-token",
    service: "vercel",
    title: "Vercel Blob read-write token",
    prefix: "vercel_blob_rw_",
    body: "word",
    length: [40, 60],
    issuer: { hosts: ["blob.vercel-storage.com", "vercel.com"], carriers: bearer },
  }),
  // https://docs.netlify.com/api/get-started/
  prefixed({
    id: "netlify-access-token",
    service: "netlify",
    title: "Netlify access token",
    prefix: ["nfp_", "nfo_", "nfc_", "nfu_"],
    body: "alnum",
    length: 36,
    issuer: { hosts: ["api.netlify.com"], carriers: bearer },
  }),
  unmarked({
    id: "netlify-legacy-token",
    service: "netlify",
    title: "Netlify access token (without prefix)",
    body: "base64url",
    length: [40, 46],
    words: [...settingsOf("netlify"), "netlify-auth", "netlifyauth"],
    minEntropyBits: 4.2,
    issuer: { hosts: ["api.netlify.com"], carriers: bearer },
  }),
  // https://render.com/docs/api
  prefixed({
    id: "render-api-key",
    service: "render",
    title: "Render API key",
    prefix: "rnd_",
    body: "alnum",
    length: [28, 32],
    issuer: { hosts: ["api.render.com"], carriers: bearer },
  }),
  // https://docs.railway.com/reference/public-api: a UUID.
  {
    id: "railway-token",
    service: "railway",
    title: "Railway token",
    literals: [],
    shape: UUID,
    context: {
      words: [
        ...keysOf("railway"),
        "railway_token",
        "railway_api_token",
        "railway-token",
        "railway_api",
        "railway api",
        "railway key",
        "railway token",
        "railwayapi",
        "railwaytoken",
        "project-access-token",
      ],
      within: 40,
    },
    minEntropyBits: 2.5,
    issuer: { hosts: ["backboard.railway.com"], carriers: [...bearer, "header project-access-token"] },
    examples: [`RAILWAY_TOKEN=${sampleUuid()}`],
    counterExamples: [sampleUuid(), "RAILWAY_TOKEN=<token>"],
  },
  // https://docs.deno.com/deploy/ and https://jsr.io: personal and organization tokens.
  prefixed({
    id: "deno-access-token",
    service: "deno",
    title: "Deno Deploy access token",
    prefix: ["ddp_", "ddw_"],
    body: "alnum",
    length: 36,
    issuer: { hosts: ["api.deno.com", "dash.deno.com"], carriers: bearer },
  }),
  // https://www.val.town/, https://docs.openshift.com/container-platform/4.15/cli_reference, https://docs.salad.com
  prefixed({
    id: "val-town-api-token",
    service: "val-town",
    title: "Val Town API token",
    prefix: "vtwn_",
    body: "base64url",
    length: [20, 80],
    issuer: { hosts: ["api.val.town"], carriers: bearer },
  }),
  prefixed({
    id: "openshift-user-token",
    service: "openshift",
    title: "OpenShift user token",
    prefix: "sha256~",
    body: "base64url",
    length: 43,
    issuer: { hosts: [], carriers: bearer },
  }),
  prefixed({
    id: "runpod-api-key",
    service: "runpod",
    title: "RunPod API key",
    prefix: "rpa_",
    body: "alnum",
    length: [40, 50],
    issuer: { hosts: ["rest.runpod.io", "api.runpod.ai", "api.runpod.io"], carriers: bearer },
  }),
  {
    id: "salad-cloud-api-key",
    service: "salad",
    title: "SaladCloud API key",
    literals: ["salad_cloud_"],
    shape: "salad_cloud_[0-9A-Za-z]{1,32}_[0-9A-Za-z]{7,235}",
    minEntropyBits: 3.2,
    issuer: { hosts: ["api.salad.com"], carriers: ["header salad-api-key"] },
    examples: [`Salad-Api-Key: salad_cloud_user_${sample("alnum", 60)}`],
    counterExamples: ["salad_cloud_user", "salad_cloud_<key>"],
  },
  // https://modal.com/docs/reference/modal.config: an id "ak-" and its secret "as-".
  {
    id: "modal-token-secret",
    service: "modal",
    title: "Secret of a Modal token",
    literals: ["as-"],
    shape: "(?:^|[^0-9A-Za-z_+/-])(?P<token>as-[0-9A-Za-z]{22})\\b",
    context: { words: ["modal", "token_secret", "ak-"], within: 64 },
    minEntropyBits: 3.3,
    issuer: { hosts: ["api.modal.com"], carriers: [] },
    examples: [`modal token set --token-id ak-${sample("alnum", 22)} --token-secret as-${sample("alnum", 22)}`],
    counterExamples: ["modal token set --token-secret as-<secret>", `class=as-${sample("alnum", 22)}`],
  },
];

function vercel(id: string, title: string, prefix: string): Detector {
  return prefixed({
    id,
    service: "vercel",
    title,
    prefix,
    body: "base64url",
    length: 56,
    token: prefix + sample("alnum", 50) + crc32Base62(sample("alnum", 50)),
    verify: isVercelToken,
    issuer: { hosts: ["api.vercel.com", "ai-gateway.vercel.sh"], carriers: bearer },
  });
}
