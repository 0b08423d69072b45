import type { Detector, LocateHints } from "../../types.js";
import { ALNUM, byteTable, isEscapeLetter, type Located, latin1, spansOf } from "../forms/spans.js";
import { isEncodedText } from "./encoded.js";
import { locateHostData } from "./host-data.js";

/** Longest URL whose path is looked at, in bytes. */
const LONGEST_URL = 4096;
/** A part of a path that names many of a kind ("files", "users"), or says so in short: an id follows. */
const COLLECTION =
  /^(?:[a-z0-9_.-]*s|d|u|p|t|e|s|b|i|c|g|id|file|folder|doc|document|item|user|channel|track|playlist|album|artist|object|blob|asset|image|media|video|project|team|org|join|invite|embed|share|public|download|spreadsheet|presentation|form|hook|catch|webhook)$/i;

/** Segments of the URL's path that look random and stand where no id stands: only where the whole text is a URL. */
function* locatePathData(bytes: Uint8Array): Generator<Located> {
  const start = /^https?:\/\/[^/?#\s\\"'<>]+(?=\/)/i.exec(latin1(bytes, 0, Math.min(bytes.length, 512)))?.[0].length;
  if (start === undefined) return;
  const path = /^[^?#\s\\"'<>]*/.exec(latin1(bytes, start, Math.min(bytes.length, LONGEST_URL)))![0];
  let at = start;
  let before = "";
  for (const segment of path.split("/")) {
    if (isRandomSegment(segment) && !COLLECTION.test(before) && !isEncodedText(segment))
      yield [at, at + segment.length];
    at += segment.length + 1;
    before = segment;
  }
}

/** Letters of both cases and digits, changing kind at least at every other place, as words, dates and hashes do not. */
function isRandomSegment(segment: string): boolean {
  if (!/^[0-9A-Za-z]{28,64}$/.test(segment) || (segment.match(/\d/g)?.length ?? 0) < 4) return false;
  const changes = segment.match(/[a-z](?![a-z]|$)|[A-Z](?![A-Z]|$)|\d(?!\d|$)/g)?.length ?? 0;
  return /[a-z]/.test(segment) && /[A-Z]/.test(segment) && changes * 2 >= segment.length;
}

const SECRET_IN_BINARY = /(?<![0-9A-Za-z+/=_-])[0-9A-Za-z+/]{40,44}(?![0-9A-Za-z+/=_-])/;
const SHORTEST_HEX = 88;
const LONGEST_HEX = 65536;

/** Hex of bytes that are no text, with one random text of a secret's length among them. */
function* locateHexSecrets(bytes: Uint8Array, runs: readonly number[]): Generator<Located> {
  for (let i = 0; i < runs.length; i += 2) {
    if (runs[i + 1]! - runs[i]! < SHORTEST_HEX) continue;
    for (const [start, end] of spansOf(bytes, HEX, SHORTEST_HEX, runs[i], runs[i + 1])) {
      if (end - start <= LONGEST_HEX) yield* secretsIn(bytes, start, end);
    }
  }
}

/** `[start, end)`: digits that are no part of a word. */
function* secretsIn(bytes: Uint8Array, start: number, end: number): Generator<Located> {
  if ((end - start) % 2 === 1 || isGlued(bytes, start) || isLetter(bytes[end])) return;
  const text = Buffer.from(latin1(bytes, start, end), "hex").toString("latin1");
  const found = SECRET_IN_BINARY.exec(text);
  if (found === null || !looksRandom(found[0]) || !/[^\x09-\x7e]/.test(text)) return;
  const low = start + found.index * 2;
  yield [low, low + found[0].length * 2];
}

/** Whether a word goes on to `start`: the letter of an escape is none. */
function isGlued(bytes: Uint8Array, start: number): boolean {
  return isLetter(bytes[start - 1]) && !isEscapeLetter(bytes, start - 1);
}

const HEX = byteTable("0123456789ABCDEFabcdef");

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
}

/** Each of the four kinds of base64's characters, and no word in small letters. */
function looksRandom(text: string): boolean {
  return [/[a-z]/, /[A-Z]/, /\d/, /[+/]/].every((kind) => kind.test(text)) && !/[a-z]{8}/.test(text);
}

const hexOf = (text: string): string => Buffer.from(text, "latin1").toString("hex");
const SECRET = "wK7rXq2Lm/9ZtB+4vNc8Hs1Jd5Gf3Yp6Ra0Te/Uo";

/** Of a GitHub token's 36 characters the first 30 are random, and the last six their checksum, which anyone can make. */
const RANDOM_PART = 30;
const WHOLE = 36;
const MARK = "ghp_".length;

function* locateCutTokens(bytes: Uint8Array, _runs: readonly number[], { marks }: LocateHints): Generator<Located> {
  for (const mark of marks) {
    if (ALNUM[bytes[mark - 1] ?? 0] === 1 && !ESCAPE.test(latin1(bytes, Math.max(0, mark - 2), mark))) continue;
    let end = mark + MARK;
    while (end < mark + MARK + WHOLE && ALNUM[bytes[end] ?? 0] === 1) end++;
    if (end >= mark + MARK + RANDOM_PART && end < mark + MARK + WHOLE) yield [mark, end];
  }
}

/** In front of a token, as JSON and most languages write a line break. */
const ESCAPE = /^\\[nrtbfv0]$/;

/** Data told by how it is hidden: in a host's labels, a URL's path, an encoding that nobody needs. */
export const disguised: readonly Detector[] = [
  // RFC 1034: labels of at most 63 bytes. Whoever runs the domain's name server reads them, whether or not a connection is made.
  {
    id: "data-in-host",
    service: "egress",
    title: "Data in the labels of a host name",
    literals: [],
    shape: "[0-9A-Za-z_-]+(?:\\.[0-9A-Za-z_-]+)*",
    locate: locateHostData,
    locatesIn: ["url"],
    confidence: "medium",
    examples: [
      `https://${hexOf("api_key:12345")}.in.example.com/`,
      "https://q7wx4kp9.zt2lmvb8.rcyd3nfh.s6tj1xqa.in.example.com/",
      "CONST23NMFWXG33O.in.example.com:443",
    ],
    counterExamples: [
      "https://d111111abcdef8.cloudfront.net/",
      "https://6ba7b810-9dad-11d1-80b4-00c04fd430c8.example.com/",
      "https://9e107d9d372bb6826bd81d3542a419d6.example.com/",
      "https://generativelanguage.googleapis.com/",
      "https://bedrock-runtime.us-east-1.amazonaws.com/",
    ],
  },
  {
    id: "data-in-url-path",
    service: "egress",
    title: "Random text in a URL's path, where no id stands",
    literals: [],
    shape: "[0-9A-Za-z]{28,64}",
    locate: locatePathData,
    locatesIn: ["url"],
    confidence: "medium",
    examples: ["https://api.example.com/v1/q7Wx4Kp9Zt2LmVb8RcYd3NfHs6Tj1X/done"],
    counterExamples: [
      "https://api.example.com/v1/files/q7Wx4Kp9Zt2LmVb8RcYd3NfHs6Tj1X/done",
      "https://api.example.com/v1/9e107d9d372bb6826bd81d3542a419d69e107d9d",
      "https://api.example.com/v1/getCustomerInvoiceSummary2024ByRegion",
      "https://openpgpjs.org\\r\\n\\r\\nwsFcBAEB/q7Wx4Kp9Zt2LmVb8RcYd3NfHs6Tj1X/done",
      "see https://api.example.com/v1/q7Wx4Kp9Zt2LmVb8RcYd3NfHs6Tj1X",
    ],
  },
  // No known secret, but of the form of an AWS secret key, whose words do not stand near.
  {
    id: "secret-in-hex",
    service: "egress",
    title: "Random text among bytes written in hex",
    literals: [],
    shape: "(?:[0-9A-Fa-f]{2}){40,44}",
    locate: locateHexSecrets,
    locatesIn: ["value-runs"],
    confidence: "medium",
    examples: [`00ff00${hexOf(SECRET)}00ff00ff`],
    counterExamples: [hexOf(`a text with ${SECRET} in it`), "00ff".repeat(40)],
  },
  // RFC 3986, section 2.3: letters and digits need no percent encoding, least of all three times over. Longer ones are read as they are.
  {
    id: "percent-disguise",
    service: "egress",
    title: "Letters in percent encoding, three times over",
    literals: ["%2525"],
    shape:
      "(?:^|[^0-9A-Za-z%])(?P<token>(?:%(?:25){2,9}(?:3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa])){2,15})(?:[^0-9A-Za-z%]|$)",
    confidence: "medium",
    examples: ["https://example.com/?k=%25252541%25252549", "k=%252541%25254B&x"],
    counterExamples: ["k=%2541%2549", "k=%25252F%25252F", "k=%252541", "100%252525"],
  },
  // Located, so that it gives way to the whole token, of which a part can look like this: a label, a field, a string.
  {
    id: "cut-github-token",
    service: "github",
    title: "GitHub token without all of its checksum",
    literals: ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"],
    shape: "gh[pousr]_[0-9A-Za-z]{30,35}",
    locate: locateCutTokens,
    minEntropyBits: 3.5,
    confidence: "medium",
    examples: [`ghp_${"q7Wx4Kp9Zt2LmVb8RcYd3NfHs6Tj1X"}`],
    counterExamples: [`ghp_${"q7Wx4Kp9Zt2LmVb8RcYd3NfHs6Tj1"}`, `ghp_${"x".repeat(30)}`],
  },
];
