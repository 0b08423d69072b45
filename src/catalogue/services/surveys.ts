import type { Detector } from "../../types.js";
import { keysOf, settingsOf } from "../forms/setting-words.js";
import { unmarked } from "../forms/unmarked.js";
import { unmarkedUuid } from "../forms/unmarked-uuid.js";

const bearer = ["header authorization: Bearer"] as const;

/** Surveys, ratings, forms and what visitors say. */
export const surveys: readonly Detector[] = [
  unmarked({
    id: "nicereply-api-key",
    service: "nicereply",
    title: "Nicereply API key",
    body: "anyCaseHex",
    length: 40,
    words: ["nicereply"],
    issuer: { hosts: ["api.nicereply.com"], carriers: ["header authorization: Basic"] },
  }),
  // Sources take "=" for a character of it: base64 of the key and the secret.
  unmarked({
    id: "qualaroo-api-key-or-secret",
    service: "qualaroo",
    title: "Qualaroo API key or secret",
    body: "alnum",
    length: 64,
    words: ["qualaroo"],
    issuer: { hosts: ["api.qualaroo.com"], carriers: ["header authorization", "header authorization: Basic"] },
  }),
  // https://refiner.io/docs/api/
  unmarkedUuid({
    id: "refiner-api-key",
    service: "refiner",
    title: "Refiner API key",
    words: settingsOf("refiner"),
    issuer: { hosts: ["api.refiner.io"], carriers: bearer },
  }),
  // https://help.satismeter.com/en/articles/87961-rest-api: the project's id goes with a key that reads or one that writes.
  unmarked({
    id: "satismeter-project-key",
    service: "satismeter",
    title: "SatisMeter project key",
    body: "alnum",
    length: 24,
    words: ["satismeter"],
    issuer: { hosts: ["app.satismeter.com"], carriers: bearer },
  }),
  unmarked({
    id: "satismeter-read-or-write-key",
    service: "satismeter",
    title: "SatisMeter read or write key",
    body: "alnum",
    length: 32,
    words: ["satismeter"],
    issuer: { hosts: ["app.satismeter.com"], carriers: bearer },
  }),
  unmarked({
    id: "simplesat-token",
    service: "simplesat",
    title: "Simplesat token",
    body: "alnum",
    length: 40,
    words: ["simplesat"],
    issuer: { hosts: ["api.simplesat.io"], carriers: ["header x-simplesat-token"] },
  }),
  // https://surveyanyplace.com, now Pointerpro.
  unmarked({
    id: "survey-anyplace-api-key",
    service: "surveyanyplace",
    title: "Survey Anyplace API key",
    body: "alnum",
    length: 32,
    words: [
      ...keysOf("survey"),
      "surveyanyplace",
      "survey_anyplace",
      "survey-anyplace",
      "survey_api",
      "survey_key",
      "survey_token",
      "survey-api",
      "survey-key",
      "survey-token",
      "survey api",
      "survey key",
      "survey token",
      "pointerpro",
    ],
    issuer: { hosts: ["api.surveyanyplace.com"], carriers: ["header authorization"] },
  }),
  unmarked({
    id: "surveybot-api-key",
    service: "surveybot",
    title: "Surveybot API key",
    body: "base64url",
    length: 80,
    words: ["surveybot"],
    issuer: { hosts: ["app.surveybot.io"], carriers: ["header x-api-key"] },
  }),
  unmarked({
    id: "surveysparrow-access-token",
    service: "surveysparrow",
    title: "SurveySparrow access token",
    body: "base64url",
    length: 88,
    words: ["surveysparrow"],
    issuer: { hosts: ["api.surveysparrow.com"], carriers: bearer },
  }),
  // https://developers.survicate.com/data-export/setup/: the key follows "Basic" as it is.
  unmarked({
    id: "survicate-api-key",
    service: "survicate",
    title: "Survicate API key",
    body: "alnum",
    length: 32,
    words: ["survicate"],
    issuer: { hosts: ["data-api.survicate.com"], carriers: ["header authorization: Basic"] },
  }),
  unmarked({
    id: "zonka-feedback-api-token",
    service: "zonka-feedback",
    title: "Zonka Feedback API token",
    body: "alnum",
    length: 36,
    words: ["zonka"],
    issuer: { hosts: ["app-us1.zonkafeedback.com"], carriers: ["header z-api-token"] },
  }),
  // https://docs.userflow.com/api
  unmarked({
    id: "userflow-api-key",
    service: "userflow",
    title: "Userflow API key",
    body: "word",
    length: 29,
    words: ["userflow"],
    minEntropyBits: 3.3,
    issuer: { hosts: ["api.userflow.com"], carriers: bearer },
  }),
  unmarked({
    id: "noticeable-api-key",
    service: "noticeable",
    title: "Noticeable API key",
    body: "alnum",
    length: 20,
    words: [...settingsOf("noticeable"), "noticeable.io"],
    minEntropyBits: 3.3,
    issuer: { hosts: ["api.noticeable.io"], carriers: ["header authorization: Apikey"] },
  }),
];
