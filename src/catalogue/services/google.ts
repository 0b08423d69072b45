import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";

const oauthEndpoint = {
  hosts: ["oauth2.googleapis.com", "accounts.google.com", "www.googleapis.com"],
  carriers: [],
} as const;

/** Google Cloud, Google APIs and Firebase. A service account's JSON file is found by its private key. */
export const google: readonly Detector[] = [
  // https://cloud.google.com/docs/authentication/api-keys
  prefixed({
    id: "google-api-key",
    service: "google",
    title: "Google API key",
    prefix: "AIza",
    body: "base64url",
    length: 35,
    issuer: {
      hosts: [
        "generativelanguage.googleapis.com",
        "maps.googleapis.com",
        "www.googleapis.com",
        "youtube.googleapis.com",
        "translation.googleapis.com",
        "vision.googleapis.com",
        "identitytoolkit.googleapis.com",
      ],
      carriers: ["header x-goog-api-key", "query key"],
    },
  }),
  // https://developers.google.com/identity/protocols/oauth2/web-server
  prefixed({
    id: "google-oauth-client-secret",
    service: "google",
    title: "Google OAuth client secret",
    prefix: "GOCSPX-",
    body: "base64url",
    length: 28,
    issuer: oauthEndpoint,
  }),
  // https://developers.google.com/identity/protocols/oauth2#size: at most 2,048 bytes.
  {
    id: "google-oauth-access-token",
    service: "google",
    title: "Google OAuth access token",
    literals: ["ya29."],
    shape: "ya29\\.(?:[a-z]\\.)?[0-9A-Za-z_-]{10,}",
    issuer: {
      hosts: ["www.googleapis.com", "oauth2.googleapis.com", "storage.googleapis.com", "gmail.googleapis.com"],
      carriers: ["header authorization: Bearer", "query access_token"],
    },
    examples: [`Authorization: Bearer ya29.${sample("base64url", 180)}`, `ya29.a0${sample("base64url", 160)}`],
    counterExamples: ["Authorization: Bearer ya29.<token>", `ya29.${sample("base64url", 9)}`],
  },
  // https://developers.google.com/identity/protocols/oauth2#size: refresh tokens, at most 512 bytes.
  prefixed({
    id: "google-oauth-refresh-token",
    service: "google",
    title: "Google OAuth refresh token",
    prefix: ["1//0", "1//3"],
    body: "base64url",
    length: [38, 200],
    issuer: oauthEndpoint,
  }),
  // https://cloud.google.com/storage/docs/authentication/hmackeys: the id "GOOG1E…" is public, the secret has no mark.
  {
    id: "google-storage-hmac-secret",
    service: "google",
    title: "Google Cloud Storage HMAC secret",
    literals: [],
    shape: "[0-9A-Za-z+/]{40}",
    context: { words: ["GOOG1E", "gcs_secret", "gcs-secret", "hmac_secret", "gs_secret_access_key"], within: 128 },
    minEntropyBits: 4.2,
    examples: [`GOOG1E${sample("upperAlnum", 55)}:${sample("base64", 40)}`, `GCS_SECRET=${sample("base64", 40)}`],
    counterExamples: [sample("base64", 40), `gcs_secret digest ${sample("hex", 40)}`],
  },
  // https://firebase.google.com/docs/cloud-messaging/migrate-v1: server keys of the retired interface.
  {
    id: "firebase-cloud-messaging-server-key",
    service: "google",
    title: "Firebase Cloud Messaging server key",
    literals: [":APA91b"],
    shape: "AAAA[0-9A-Za-z_-]{7}:APA91b[0-9A-Za-z_-]{134}",
    issuer: { hosts: ["fcm.googleapis.com"], carriers: ["header authorization: key"] },
    examples: [`Authorization: key=AAAA${sample("alnum", 7)}:APA91b${sample("base64url", 134)}`],
    counterExamples: [
      `AAAA${sample("alnum", 7)}:APA91b${sample("base64url", 133)}`,
      `:APA91b${sample("base64url", 134)}`,
    ],
  },
];
