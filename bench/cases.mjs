/** What is measured, each with the number of findings that it must have. */
import { agentBody, BROWSER_GET, chatBody, formBody, HOSTILE, imageBody, noise } from "./corpus.mjs";

const HEADERS = [
  ["content-type", "application/json"],
  ["user-agent", "example-client/1.0"],
];
const KIB = 1024;

function post(body, type = "application/json") {
  const headers = [["content-type", type], HEADERS[1]];
  return { method: "POST", url: "https://api.example.com/v1/chat/completions", headers, body };
}

/** The same with other digits in it each time: a body that comes again is known by its digest, and not read. */
function varied(each, at = 10) {
  const { body } = each.request;
  const vary = (i) => {
    body.write(String(i % 1e8).padStart(8, "0"), at, "latin1");
    return each.request;
  };
  return { ...each, vary };
}

function anotherGet(i) {
  const id = `7c0d2f7e-8d1a-4c3e-9b55-${(1e12 + i * 7919).toString(16).padStart(12, "0")}`;
  const headers = BROWSER_GET.headers.map(([name, value]) => [name, name === "x-request-id" ? id : value]);
  return { ...BROWSER_GET, url: BROWSER_GET.url + i, headers };
}

const token = (i) => ["ghp", `a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5${String(i).padStart(6, "P")}`].join("_");

const APPROVED = token(0);
const WITH_APPROVED = { ...BROWSER_GET, headers: [...BROWSER_GET.headers, ["authorization", `Bearer ${APPROVED}`]] };

function withTokens(count) {
  const tokens = Array.from({ length: count }, (_, i) => ` ${token(i)}`).join("");
  return post(Buffer.concat([chatBody(16 * KIB), Buffer.from(tokens)]));
}

const chat = (kib) => ({ name: `clean chat body, ${kib} KiB`, request: post(chatBody(kib * KIB)), findings: 0 });

export const CLEAN = [1, 4, 16, 256].map((kib) => varied(chat(kib)));

/** Clean bodies that the peers get too. */
export const PEER_BODIES = [1, 4, 16, 64, 256, 1024].map((kib) => varied({ ...chat(kib), name: `${kib} KiB` }));
export const AGENT_BODIES = [2, 16, 256].map((kib) =>
  varied({ name: `agent's request, ${kib} KiB`, request: post(agentBody(kib * KIB)), findings: 0 }),
);

export const KINDS = [
  { name: "GET with 20 headers, again", request: BROWSER_GET, findings: 0 },
  {
    name: "GET with 20 headers and an approved token, again",
    request: WITH_APPROVED,
    safeTokens: new Set([APPROVED]),
    findings: 0,
  },
  { name: "GET with 20 headers, another page and id each time", request: BROWSER_GET, vary: anotherGet, findings: 0 },
  ...[1, 16, 256].map((kib) => ({ ...chat(kib), name: `clean chat body, ${kib} KiB, again` })),
  ...AGENT_BODIES,
  varied({ name: "form, 16 KiB", request: post(formBody(16 * KIB), "application/x-www-form-urlencoded"), findings: 0 }),
  varied({ name: "image in base64, 256 KiB", request: post(imageBody(256 * KIB)), findings: 0 }, 64),
  varied({
    name: "bytes without order, 256 KiB",
    request: post(noise(256 * KIB), "application/octet-stream"),
    findings: 0,
  }),
  { name: "one token in 16 KiB", request: withTokens(1), findings: 1 },
  { name: "60 tokens in 16 KiB", request: withTokens(60), findings: 60 },
];

/** Their findings are what they are: that the work has a bound is the question. */
export const HOSTILES = Object.entries(HOSTILE).map(([name, piece]) =>
  varied({
    name,
    request: post(Buffer.from(piece.repeat(Math.ceil((64 * KIB) / Buffer.byteLength(piece))))),
    findings: undefined,
  }),
);

export const GROWTH = [4, 64, 1024, 16 * KIB].map((kib) =>
  varied({ ...chat(kib), options: { limits: { bodyBytes: 32 * KIB * KIB } } }),
);
