import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";
import { unmarked } from "../forms/unmarked.js";

const bearer = ["header authorization: Bearer"] as const;

/** Design, documents, files and content. */
export const content: readonly Detector[] = [
  // https://developers.figma.com/docs/rest-api/authentication/
  prefixed({
    id: "figma-access-token",
    service: "figma",
    title: "Figma personal access, OAuth or refresh token",
    prefix: ["figd_", "figo_", "figor_", "figu_", "figur_", "figp_", "figh_"],
    body: "base64urlPadded",
    length: [38, 54],
    issuer: { hosts: ["api.figma.com"], carriers: ["header x-figma-token", ...bearer] },
  }),
  // https://docs.readme.com/main/reference/authentication
  prefixed({
    id: "readme-api-key",
    service: "readme",
    title: "ReadMe API key",
    prefix: "rdme_",
    body: "alnum",
    length: 70,
    issuer: { hosts: ["dash.readme.com", "api.readme.com"], carriers: ["basic auth", ...bearer] },
  }),
  // https://www.contentful.com/developers/docs/references/authentication/
  prefixed({
    id: "contentful-management-token",
    service: "contentful",
    title: "Contentful management token",
    prefix: "CFPAT-",
    body: "base64url",
    length: 43,
    issuer: { hosts: ["api.contentful.com"], carriers: bearer },
  }),
  unmarked({
    id: "contentful-delivery-token",
    service: "contentful",
    title: "Contentful delivery or preview token",
    body: "base64url",
    length: 43,
    words: ["contentful"],
    minEntropyBits: 4.2,
    issuer: { hosts: ["cdn.contentful.com", "preview.contentful.com"], carriers: [...bearer, "query access_token"] },
  }),
  // https://www.sanity.io/docs/http-auth
  {
    id: "sanity-api-token",
    service: "sanity",
    title: "Sanity API token",
    literals: [],
    shape: "sk[0-9A-Za-z]{79}(?:[0-9A-Za-z]{99})?",
    minEntropyBits: 4.5,
    context: { words: ["sanity"], within: 128 },
    confidence: "high",
    issuer: { hosts: ["api.sanity.io"], carriers: bearer },
    examples: [`SANITY_TOKEN=sk${sample("alnum", 79)}`],
    counterExamples: [`SANITY_TOKEN=sk${sample("alnum", 78)}`, `sk${sample("alnum", 79)}`],
  },
  // https://www.storyblok.com/docs/api/management/getting-started/authentication
  {
    id: "storyblok-token",
    service: "storyblok",
    title: "Storyblok access token",
    literals: [],
    shape: "[0-9A-Za-z]{22}tt(?:-[0-9]{5,7}-[0-9A-Za-z_-]{20})?",
    context: { words: ["storyblok"], within: 96 },
    minEntropyBits: 3.5,
    confidence: "high",
    issuer: { hosts: ["api.storyblok.com", "mapi.storyblok.com"], carriers: ["query token", "header authorization"] },
    examples: [
      `STORYBLOK_TOKEN=${sample("alnum", 22)}tt`,
      `storyblok ${sample("alnum", 22)}tt-123456-${sample("base64url", 20)}`,
    ],
    counterExamples: [`${sample("alnum", 22)}tt`, `storyblok ${sample("hex", 21)}tt`],
  },
  // https://www.typeform.com/developers/get-started/personal-access-token/
  {
    id: "typeform-personal-access-token",
    service: "typeform",
    title: "Typeform personal access token",
    literals: ["tfp_"],
    shape: "tfp_(?:[0-9A-Za-z_.=-]{59}|[0-9A-Za-z_]{40,58})",
    issuer: { hosts: ["api.typeform.com", "api.eu.typeform.com"], carriers: bearer },
    examples: [`Bearer tfp_${sample("alnum", 44)}_${sample("alnum", 14)}`, `tfp_${sample("alnum", 44)}`],
    counterExamples: [`tfp_${sample("alnum", 39)}`, "tfp_<token>"],
  },
  // https://developer.frame.io/docs/getting-started/authentication, https://www.canva.dev/docs/connect/authentication/
  prefixed({
    id: "frameio-developer-token",
    service: "frameio",
    title: "Frame.io developer token",
    prefix: "fio-u-",
    body: "base64urlPadded",
    length: 64,
    issuer: { hosts: ["api.frame.io"], carriers: bearer },
  }),
  prefixed({
    id: "canva-client-secret",
    service: "canva",
    title: "Canva client secret",
    prefix: "cnvca",
    body: "base64url",
    length: 51,
    issuer: { hosts: ["api.canva.com"], carriers: ["basic auth"] },
  }),
  // https://developer.adobe.com/developer-console/docs/guides/authentication/
  prefixed({
    id: "adobe-client-secret",
    service: "adobe",
    title: "Adobe OAuth client secret",
    prefix: "p8e-",
    body: "base64url",
    length: 32,
    issuer: { hosts: ["ims-na1.adobelogin.com"], carriers: [] },
  }),
  // https://www.dropbox.com/developers/documentation/http/documentation#oauth2-token
  {
    id: "dropbox-access-token",
    service: "dropbox",
    title: "Dropbox access token",
    literals: ["sl."],
    shape: "sl\\.(?:u\\.)?[0-9A-Za-z_=-]{130,}",
    issuer: { hosts: ["api.dropboxapi.com", "content.dropboxapi.com"], carriers: bearer },
    examples: [`Bearer sl.${sample("base64url", 136)}`, `sl.u.${sample("base64url", 1200)}`],
    counterExamples: [`sl.${sample("base64url", 129)}`, "sl.example.net"],
  },
  {
    id: "dropbox-long-lived-access-token",
    service: "dropbox",
    title: "Dropbox long-lived access token",
    literals: ["AAAAAAAAAA"],
    shape: "[0-9A-Za-z_-]{11}AAAAAAAAAA[0-9A-Za-z_=-]{43}",
    context: { words: ["dropbox"], within: 128 },
    minEntropyBits: 3,
    confidence: "high",
    issuer: { hosts: ["api.dropboxapi.com"], carriers: bearer },
    examples: [`DROPBOX_TOKEN=${sample("alnum", 11)}AAAAAAAAAA${sample("base64url", 43)}`],
    counterExamples: [
      `${sample("alnum", 11)}AAAAAAAAAA${sample("base64url", 43)}`,
      `dropbox ${sample("alnum", 11)}AAAAAAAAAA`,
    ],
  },
  // https://developer.box.com/guides/authentication/: no mark. https://jenkins.io: "11" and 32 hexadecimal digits.
  unmarked({
    id: "box-client-secret",
    service: "box",
    title: "Box client secret or developer token",
    body: "alnum",
    length: 32,
    words: ["box_client", "box_developer", "box_token", "box_secret", "boxsdk", "boxappsettings"],
    issuer: { hosts: ["api.box.com"], carriers: bearer },
  }),
];
