import type { Detector } from "../../types.js";
import { sample, sampleUuid, UUID_SHAPED } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";
import { unmarked } from "../forms/unmarked.js";

const bearer = ["header authorization: Bearer"] as const;

/** E-mail, newsletters and campaigns. */
export const email: readonly Detector[] = [
  // https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys
  {
    id: "sendgrid-api-key",
    service: "sendgrid",
    title: "SendGrid API key",
    literals: ["SG."],
    shape: "SG\\.(?:[0-9A-Za-z_-]{20,24}\\.[0-9A-Za-z_-]{39,50}|[0-9A-Za-z_.=-]{66})",
    issuer: { hosts: ["api.sendgrid.com", "api.eu.sendgrid.com"], carriers: bearer },
    examples: [`SENDGRID_API_KEY=SG.${sample("base64url", 22)}.${sample("base64url", 43)}`],
    counterExamples: [`SG.${sample("base64url", 22)}.${sample("base64url", 38)}`, "SG.<key>"],
  },
  // https://documentation.mailgun.com/docs/mailgun/api-reference/mg-auth
  prefixed({
    id: "mailgun-api-key",
    service: "mailgun",
    title: "Mailgun private API key",
    prefix: "key-",
    body: "alnum",
    length: 32,
    minEntropyBits: 3,
    context: { words: ["mailgun", "mg_api", "mg_key"], within: 96 },
    confidence: "high",
    issuer: { hosts: ["api.mailgun.net", "api.eu.mailgun.net"], carriers: ["basic auth"] },
  }),
  prefixed({
    id: "mailgun-public-validation-key",
    service: "mailgun",
    title: "Mailgun public validation key",
    prefix: "pubkey-",
    body: "hex",
    length: 32,
    confidence: "medium",
    issuer: { hosts: ["api.mailgun.net"], carriers: ["basic auth"] },
  }),
  {
    id: "mailgun-signing-key",
    service: "mailgun",
    title: "Mailgun API or webhook signing key",
    literals: [],
    shape: "[0-9a-h]{32}-[0-9a-h]{8}-[0-9a-h]{8}",
    context: { words: ["mailgun", "api.mailgun.net"], within: 64 },
    minEntropyBits: 3,
    issuer: { hosts: ["api.mailgun.net", "api.eu.mailgun.net"], carriers: ["basic auth"] },
    examples: [`MAILGUN_KEY=${sample("hex", 32)}-${sample("hex", 8)}-${sample("hex", 9).slice(1)}`],
    counterExamples: [`${sample("hex", 32)}-${sample("hex", 8)}-${sample("hex", 8)}`, `mailgun ${sample("hex", 32)}-1`],
  },
  // https://mailchimp.com/developer/marketing/guides/quick-start/#generate-your-api-key: ends in the data centre.
  {
    id: "mailchimp-api-key",
    service: "mailchimp",
    title: "Mailchimp API key",
    literals: ["-us"],
    shape: "[0-9a-f]{32}-us[0-9]{1,3}",
    issuer: { hosts: [], carriers: ["basic auth", ...bearer] },
    examples: [`MAILCHIMP_API_KEY=${sample("hex", 32)}-us21`],
    counterExamples: [`${sample("hex", 31)}-us21`, `${sample("hex", 32)}-user1`],
  },
  // https://mailchimp.com/developer/transactional/guides/quick-start/
  prefixed({
    id: "mailchimp-transactional-api-key",
    service: "mailchimp",
    title: "Mailchimp Transactional (Mandrill) API key",
    prefix: "md-",
    body: "base64url",
    length: 22,
    minEntropyBits: 3.7,
    context: { words: ["mandrill", "mailchimp"], within: 96 },
    confidence: "high",
    issuer: { hosts: ["mandrillapp.com"], carriers: [] },
  }),
  // https://developers.brevo.com/docs/getting-started
  {
    id: "brevo-api-key",
    service: "brevo",
    title: "Brevo API or SMTP key",
    literals: ["xkeysib-", "xsmtpsib-"],
    shape: "x(?:key|smtp)sib-(?:[0-9a-f]{64}-[0-9A-Za-z]{16}|[0-9A-Za-z_-]{81})",
    issuer: { hosts: ["api.brevo.com", "api.sendinblue.com"], carriers: ["header api-key"] },
    examples: [
      `api-key: xkeysib-${sample("hex", 64)}-${sample("alnum", 16)}`,
      `xsmtpsib-${sample("hex", 64)}-${sample("alnum", 16)}`,
    ],
    counterExamples: [`xkeysib-${sample("hex", 63)}-${sample("alnum", 16)}`, "xkeysib-<key>"],
  },
  // https://resend.com/docs/api-reference/introduction
  {
    id: "resend-api-key",
    service: "resend",
    title: "Resend API key",
    literals: ["re_"],
    shape: "re_[0-9A-Za-z]{6,12}_[0-9A-Za-z]{20,32}",
    issuer: { hosts: ["api.resend.com"], carriers: bearer },
    examples: [`RESEND_API_KEY=re_${sample("alnum", 8)}_${sample("alnum", 24)}`],
    counterExamples: ["re_123456789", "re_usable_components_of_the_page", `re_${sample("alnum", 8)}`],
  },
  // https://developers.mailersend.com/general.html#authentication
  prefixed({
    id: "mailersend-api-token",
    service: "mailersend",
    title: "MailerSend API token",
    prefix: "mlsn.",
    body: "alnum",
    length: [30, 100],
    issuer: { hosts: ["api.mailersend.com"], carriers: bearer },
  }),
  // https://postmarkapp.com/developer/api/overview#authentication
  {
    id: "postmark-server-token",
    service: "postmark",
    title: "Postmark server or account token",
    literals: [],
    shape: UUID_SHAPED,
    context: { words: ["x-postmark", "postmark"], within: 48 },
    minEntropyBits: 2.5,
    issuer: {
      hosts: ["api.postmarkapp.com"],
      carriers: ["header x-postmark-server-token", "header x-postmark-account-token"],
    },
    examples: [`X-Postmark-Server-Token: ${sampleUuid()}`],
    counterExamples: [sampleUuid(), "X-Postmark-Server-Token: <token>"],
  },
  // https://developers.sparkpost.com/api/#header-authentication, https://dev.mailjet.com/email/guides/#authentication
  unmarked({
    id: "sparkpost-api-key",
    service: "sparkpost",
    title: "SparkPost API key",
    body: "alnum",
    length: 40,
    words: ["sparkpost"],
    issuer: { hosts: ["api.sparkpost.com", "api.eu.sparkpost.com"], carriers: ["header authorization"] },
  }),
  unmarked({
    id: "mailjet-secret-key",
    service: "mailjet",
    title: "Mailjet API or secret key",
    body: "hex",
    length: 32,
    words: ["mailjet", "mj_apikey"],
    issuer: { hosts: ["api.mailjet.com"], carriers: ["basic auth"] },
  }),
  // https://mailsac.com/docs/api: "k_" and 36 or more characters.
  prefixed({
    id: "mailsac-api-key",
    service: "mailsac",
    title: "Mailsac API key",
    prefix: "k_",
    body: "alnum",
    length: [36, 64],
    minEntropyBits: 4,
    context: { words: ["mailsac"], within: 96 },
    confidence: "high",
    issuer: { hosts: ["mailsac.com"], carriers: ["header mailsac-key"] },
  }),
  // https://www.courier.com/docs/reference/auth/intro, https://docs.knock.app/api-reference/overview/authentication
  {
    id: "courier-api-key",
    service: "courier",
    title: "Courier API key",
    literals: ["pk_prod_", "pk_test_"],
    shape: "pk_(?:prod|test)_[0-9A-Za-z]{28}",
    context: { words: ["courier"], within: 96 },
    minEntropyBits: 3,
    confidence: "high",
    issuer: { hosts: ["api.courier.com"], carriers: bearer },
    examples: [`COURIER_AUTH_TOKEN=pk_prod_${sample("upperAlnum", 28)}`],
    counterExamples: [`pk_prod_${sample("upperAlnum", 28)}`, "courier pk_test_key"],
  },
  // https://developers.klaviyo.com/en/docs/authenticate_: private keys; the public ones have 6 characters.
  {
    id: "klaviyo-private-api-key",
    service: "klaviyo",
    title: "Klaviyo private API key",
    literals: ["pk_"],
    shape: "pk_(?:[0-9A-Za-z]{6}_)?[0-9a-f]{34}",
    issuer: { hosts: ["a.klaviyo.com"], carriers: ["header authorization: Klaviyo-API-Key"] },
    examples: [`Klaviyo-API-Key pk_${sample("hex", 34)}`, `KLAVIYO_KEY=pk_AbC123_${sample("hex", 34)}`],
    counterExamples: [`pk_${sample("hex", 33)}`, "pk_live_AbC123"],
  },
  // https://www.getbeamer.com/api-reference
  prefixed({
    id: "beamer-api-key",
    service: "beamer",
    title: "Beamer API key",
    prefix: "b_",
    body: "base64urlPadded",
    length: 44,
    minEntropyBits: 3.7,
    context: { words: ["beamer"], within: 96 },
    confidence: "high",
    issuer: { hosts: ["api.getbeamer.com"], carriers: ["header beamer-api-key"] },
  }),
];
