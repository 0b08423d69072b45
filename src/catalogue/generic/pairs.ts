import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { locateClientSecrets } from "./oauth-client.js";

const accountSid = `AC${sample("hex", 32)}`;
const secretAccessKey = sample("base64", 40);
const keySecret = sample("alnum", 24);

/** From an id to the secret behind it: what ends the id, names and marks of the notation between, on this line or the next. */
const BETWEEN = "[\"']?[\\s,;:=&]{1,4}(?:[^\\n]{0,60}[\\s\"':=>])?";
/** The end of a secret of letters and digits. */
const END = "(?:[^0-9A-Za-z+/=_-]|$)";

/**
 * Secrets beside the id that they belong to: the id proves what the secret is for, so these are sure where the words around it alone would
 * not be. The id is no finding; an AWS access key id has a detector of its own.
 */
export const pairs: readonly Detector[] = [
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
  {
    id: "aws-access-key-pair",
    service: "aws",
    title: "AWS secret access key, beside its id",
    literals: ["AKIA", "ASIA"],
    shape: `A[KS]IA[0-9A-Z]{16}${BETWEEN}(?P<token>[0-9A-Za-z+/]{40})${END}`,
    minEntropyBits: 4.2,
    examples: [
      `aws_access_key_id = AKIA${sample("base32", 16)}\naws_secret_access_key = ${secretAccessKey}\n`,
      `{"accessKeyId":"ASIA${sample("base32", 16)}","secretAccessKey":"${secretAccessKey}"}`,
      `AKIA${sample("base32", 16)}:${secretAccessKey}`,
    ],
    counterExamples: [
      secretAccessKey,
      `aws_access_key_id = AKIA${sample("base32", 16)}\naws_secret_access_key = <secret>\n`,
      `AKIA${sample("base32", 16)} signed ${sample("hex", 40)}`,
    ],
  },
  // https://www.twilio.com/docs/iam/api/authtoken: the account's SID and the token are user and password.
  {
    id: "twilio-account-pair",
    service: "twilio",
    title: "Twilio auth token, beside the SID of its account",
    literals: ["AC"],
    shape: `\\bAC[0-9a-f]{32}${BETWEEN}(?P<token>[0-9a-f]{32})${END}`,
    minEntropyBits: 2.8,
    issuer: { hosts: ["api.twilio.com", "verify.twilio.com"], carriers: ["basic auth"] },
    examples: [
      `curl -u ${accountSid}:${sample("hex", 32)} https://api.twilio.com/2010-04-01/Accounts.json`,
      `TWILIO_ACCOUNT_SID=${accountSid}\nTWILIO_AUTH_TOKEN=${sample("hex", 32)}\n`,
    ],
    counterExamples: [accountSid, `${accountSid}:<token>`, `sid=${accountSid} ${sample("hex", 31)}`],
  },
  // https://www.twilio.com/docs/iam/api-keys: the key's SID and its secret.
  {
    id: "twilio-api-key-pair",
    service: "twilio",
    title: "Secret of a Twilio API key, beside its SID",
    literals: ["SK"],
    shape: `\\bSK[0-9a-f]{32}${BETWEEN}(?P<token>[0-9A-Za-z]{32})${END}`,
    minEntropyBits: 3.6,
    issuer: { hosts: ["api.twilio.com", "verify.twilio.com"], carriers: ["basic auth"] },
    examples: [`TWILIO_API_KEY=SK${sample("hex", 32)}\nTWILIO_API_SECRET=${sample("alnum", 32)}\n`],
    counterExamples: [`SK${sample("hex", 32)}:<secret>`, `SK${sample("hex", 32)} ${sample("alnum", 31)}`],
  },
  // https://razorpay.com/docs/api/authentication/
  {
    id: "razorpay-key-pair",
    service: "razorpay",
    title: "Secret of a Razorpay key, beside its id",
    literals: ["rzp_live_", "rzp_test_"],
    shape: `rzp_(?:live|test)_[0-9A-Za-z]{14}${BETWEEN}(?P<token>[0-9A-Za-z]{24})${END}`,
    minEntropyBits: 3.6,
    issuer: { hosts: ["api.razorpay.com"], carriers: ["basic auth"] },
    examples: [`RAZORPAY_KEY_ID=rzp_live_${sample("alnum", 14)}\nRAZORPAY_KEY_SECRET=${keySecret}\n`],
    counterExamples: [keySecret, `rzp_live_${sample("alnum", 14)}:<secret>`],
  },
  // RFC 6749, section 2.3.1, as a form or in JSON; a client without a secret sends the id alone.
  {
    id: "oauth-client-pair",
    service: "oauth",
    title: "OAuth client secret, beside the client's id",
    literals: ["client_id"],
    shape: "[0-9A-Za-z._~+/-]{16,225}",
    locate: (bytes, _runs, hints) => locateClientSecrets(bytes, hints),
    minEntropyBits: 3.3,
    examples: [
      `grant_type=client_credentials&client_id=${sample("alnum", 20)}&client_secret=${sample("alnum", 40)}`,
      `{"client_id": "billing-service", "client_secret": "${sample("hex", 32)}"}`,
    ],
    counterExamples: [
      `client_id=${sample("alnum", 20)}`,
      `client_id=${sample("alnum", 20)}&client_secret=YOUR_CLIENT_SECRET`,
      `{"client_id": "billing-service", "client_secret": "Testing${sample("alnum", 24)}"}`,
      `client_secret=${sample("alnum", 40)}`,
    ],
  },
];
