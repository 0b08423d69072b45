import type { Detector, LocatedValue, LocateHints } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { latin1 } from "../forms/spans.js";
import { judge } from "../named/judge.js";

const HEADER = /^(?:proxy-|x-)?authorization$/i;
const REACH = 1024;
const VALUE = "([^\\s\"'`\\\\,;<>]{8,512})";
/** Behind the header's name: the sign, quotes, a scheme (RFC 9110, section 11.6.2; those of vendors too), and the value. */
const GIVEN = "^\\\\*[\"'`]?\\]?\\s{0,4}(?:[:=,]|=>)\\s{0,8}(?:[bBrRuUfF](?=[\"']))?\\\\*[\"'`]?\\s{0,4}";
const BEARER = /^(?:bearer)$/i;
/** Schemes whose value is one credential. Basic has a detector of its own; Digest, AWS4 and Hawk sign, and send no secret. */
const SCHEMES =
  "bearer|token|apikey|api-key|api_key|key|ssws|bot|oauth|jwt|access_token|private-token|genie[k]ey|klaviyo-api-key|zoho-oauthtoken|splunk|nvapi|discogs|sentry|secret|shared[a-z]+|[a-z]{3,20}-?(?:token|key|auth)";
const IN_TEXT = new RegExp(`${GIVEN}(${SCHEMES})[ =:]{1,3}(?:token=)?\\\\*["'\`]?${VALUE}`, "di");
const IN_HEADER = new RegExp(`^\\s*(${SCHEMES})[ =:]{1,3}(?:token=)?["']?${VALUE}`, "di");
const ALONE = new RegExp(`^(bearer) {1,4}${VALUE}`, "di");
/** Fewest characters of a credential; of a bearer token more (RFC 6749, section 10.10, wants 128 random bits, which have 22). */
const LEAST = 8;
const LEAST_BEARER = 16;
/** The word in front of a token that is in a literal by itself: as long as those that machines make. */
const LEAST_ALONE = 20;

function* locateCredentials(
  bytes: Uint8Array,
  { marks, name }: LocateHints,
  isOwn: (scheme: string) => boolean,
): Generator<LocatedValue> {
  if (HEADER.test(name)) {
    const found = read(IN_HEADER, latin1(bytes, 0, Math.min(bytes.length, REACH)), 0, isOwn, LEAST);
    if (found !== undefined) yield found;
  }
  let done = 0;
  for (const mark of marks) {
    if (mark < done) continue;
    const isWord = (bytes[mark]! | 0x20) === 0x62;
    const start = isWord ? mark : mark + "authorization".length;
    const text = latin1(bytes, start, Math.min(bytes.length, start + REACH));
    const found = isWord ? read(ALONE, text, start, isOwn, LEAST_ALONE) : read(IN_TEXT, text, start, isOwn, LEAST);
    if (found === undefined) continue;
    yield found;
    done = found[1];
  }
}

function read(
  pattern: RegExp,
  text: string,
  at: number,
  isOwn: (scheme: string) => boolean,
  least: number,
): LocatedValue | undefined {
  const found = pattern.exec(text);
  if (found === null || !isOwn(found[1]!)) return undefined;
  const [start] = found.indices![2]!;
  // What closes a bracket or ends a sentence is no part of it.
  const value = found[2]!.replace(/[)\]}.]+$/, "");
  const told =
    value.length < (BEARER.test(found[1]!) ? Math.max(least, LEAST_BEARER) : least)
      ? undefined
      : judge("secret", value, "quoted");
  if (told === undefined) return undefined;
  return [
    at + start,
    at + start + value.length,
    told.confidence === "low"
      ? told
      : { confidence: "medium", because: "it stands where a request carries its credential, and it looks random" },
  ];
}

/** RFC 6750, and the schemes that vendors made up. */
export const authorization: readonly Detector[] = [
  {
    id: "bearer-authorization",
    service: "http",
    title: "Bearer token",
    literals: ["authorization", "bearer "],
    shape: "[^\\s\"'`\\\\,;<>]{8,512}",
    locate: (bytes, _runs, hints) => locateCredentials(bytes, hints, (scheme) => BEARER.test(scheme)),
    confidence: "medium",
    examples: [`Authorization: Bearer ${sample("alnum", 32)}`, `-H "authorization: bearer ${sample("hex", 40)}"`],
    counterExamples: [
      "Authorization: Bearer <token>",
      "Authorization: Bearer $TOKEN",
      "Authorization: Bearer process.env.API_TOKEN_2",
      "EXAMPLE_AUTHORIZATION=bearer EXAMPLE_MODEL=us.example.luna-5.6-k4w9",
      `authorization: \`Bearer \${token}\``,
    ],
  },
  {
    id: "authorization-credentials",
    service: "http",
    title: "Credential in the Authorization header",
    literals: ["authorization"],
    shape: "[^\\s\"'`\\\\,;<>]{8,512}",
    locate: (bytes, _runs, hints) => locateCredentials(bytes, hints, (scheme) => !BEARER.test(scheme)),
    confidence: "medium",
    examples: [`Authorization: Token ${sample("hex", 40)}`, `{"Authorization": "SSWS ${sample("alnum", 42)}"}`],
    counterExamples: [
      "Authorization: Token <token>",
      "authorization = token_of(request)",
      `Authorization: Token \${API_TOKEN}`,
    ],
  },
];
