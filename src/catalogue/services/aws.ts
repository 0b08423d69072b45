import { holdsAwsAccount } from "../../checksums.js";
import type { Detector } from "../../types.js";
import { sample, sampleUuid, UUID } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";
import { keysOf } from "../forms/setting-words.js";
import { KEY_ID, KEY_ID_MARKS, locateKeyIds } from "./aws-key-id.js";

const secretAccessKey = sample("base64", 40);

/** Amazon Web Services, and Amazon's shops. */
export const aws: readonly Detector[] = [
  {
    id: "aws-access-key-id",
    service: "aws",
    title: "AWS access key id",
    literals: KEY_ID_MARKS,
    shape: KEY_ID,
    locate: locateKeyIds,
    minEntropyBits: 3,
    verify: holdsAwsAccount,
    examples: [`aws_access_key_id = AKIA${"Y4FZ"}${sample("base32", 12)}`, `ASIA${sample("base32", 16)}`],
    counterExamples: [
      `AKIA${sample("base32", 15)}`,
      `AIDA${sample("base32", 16)}`,
      `akia${sample("lowerBase32", 16)}`,
      `Credential=AKIA${sample("base32", 16)}/20260131/eu-west-1/s3/aws4_request`,
      `X-Amz-Credential=ASIA${sample("base32", 16)}%2F20260131%2Feu-west-1%2Fs3%2Faws4_request`,
    ],
  },
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html: 40 characters, no mark.
  {
    id: "aws-secret-access-key",
    service: "aws",
    title: "AWS secret access key",
    literals: [],
    shape: "[0-9A-Za-z+/]{40}",
    context: {
      words: [
        ...keysOf("aws"),
        "secret_access_key",
        "secret-access-key",
        "secretaccesskey",
        "secret access key",
        "aws_access",
        "AKIA",
        "ASIA",
      ],
      within: 96,
    },
    minEntropyBits: 4.2,
    examples: [
      `AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
      `{"region":"eu-west-1","secretAccessKey":"${secretAccessKey}"}`,
    ],
    counterExamples: [secretAccessKey, `aws_secret_sha1=${sample("hex", 40)}`, `aws_secret ${sample("base64", 39)}`],
  },
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_use-resources.html: no use without the secret key.
  {
    id: "aws-session-token",
    service: "aws",
    title: "AWS session token",
    literals: ["FwoGZXIvYXdz", "FQoGZXIvYXdz", "FQoDYXdz", "IQoJb3JpZ2lu"],
    shape: "(?:F[wQ]oGZXIvYXdz|FQoDYXdz|IQoJb3JpZ2lu)[0-9A-Za-z+/]{100,}={0,2}",
    confidence: "low",
    examples: [`AWS_SESSION_TOKEN=IQoJb3JpZ2lu${sample("base64", 300)}==`],
    counterExamples: [`IQoJb3JpZ2lu${sample("base64", 40)}`, "AWS_SESSION_TOKEN=<token>"],
  },
  // https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-how.html
  {
    id: "aws-bedrock-api-key",
    service: "aws",
    title: "Amazon Bedrock API key",
    literals: ["ABSK", "bedrock-api-key-"],
    shape: "ABSK[0-9A-Za-z+/]{109,269}={0,2}|bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t[0-9A-Za-z+/]*={0,2}",
    examples: [
      `AWS_BEARER_TOKEN_BEDROCK=ABSK${sample("base64", 128)}`,
      `Bearer bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t${sample("base64", 120)}=`,
    ],
    counterExamples: [`ABSK${sample("base64", 108)}`, "bedrock-api-key-<your key>"],
  },
  // https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#api-key-authorization
  prefixed({
    id: "aws-appsync-api-key",
    service: "aws",
    title: "AWS AppSync API key",
    prefix: "da2-",
    // UUIDs hold it, and go on behind a joint as this does.
    alone: true,
    body: "lowerAlnum",
    length: 26,
  }),
  // https://developer-docs.amazon.com/sp-api/docs/migrating-from-amazon-marketplace-web-service
  {
    id: "amazon-mws-auth-token",
    service: "amazon",
    title: "Amazon Marketplace Web Service token",
    literals: ["amzn.mws."],
    shape: `amzn\\.mws\\.${UUID}`,
    examples: [`MWSAuthToken=amzn.mws.${sampleUuid()}`],
    counterExamples: ["MWSAuthToken=amzn.mws.4ea38b7b-f563", `amzn.mws ${sampleUuid()}`],
  },
  // https://developer.amazon.com/docs/login-with-amazon/authorization-code-grant.html: client secret and refresh token.
  prefixed({
    id: "amazon-oauth-client-secret",
    service: "amazon",
    title: "Login with Amazon client secret",
    prefix: "amzn1.oa2-cs.v1.",
    body: "hex",
    length: 64,
    issuer: { hosts: ["api.amazon.com"], carriers: [] },
  }),
  {
    id: "amazon-oauth-token",
    service: "amazon",
    title: "Login with Amazon access or refresh token",
    literals: ["Atza|", "Atzr|"],
    shape: "Atz[ar]\\|[0-9A-Za-z_-]{100,}",
    issuer: { hosts: ["api.amazon.com", "sellingpartnerapi-na.amazon.com"], carriers: ["header x-amz-access-token"] },
    examples: [`"refresh_token": "Atzr|${sample("base64url", 300)}"`],
    counterExamples: [`Atzr|${sample("base64url", 99)}`, "Atza|<access-token>"],
  },
];
