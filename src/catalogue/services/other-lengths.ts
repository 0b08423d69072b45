import type { Detector, LocatedValue, LocateHints } from "../../types.js";
import { alphabets, sample } from "../forms/alphabets.js";
import { byteTable, isEscapeLetter, latin1 } from "../forms/spans.js";
import { judge } from "../named/judge.js";

/** A mark that no other text has, behind which stands something random that is shorter than the vendor's tokens are now. */
interface MarkedText {
  readonly service: string;
  /** The vendor, as it writes itself. */
  readonly name: string;
  readonly marks: readonly [string, ...string[]];
  readonly body: "alnum" | "word" | "base64url" | "hex";
  /** Characters behind the mark: from what chance does not give, to where the vendor's own form begins. */
  readonly length: readonly [least: number, most: number];
}

const CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const TABLES = {
  hex: byteTable("0123456789abcdef"),
  alnum: byteTable(CHARACTERS),
  word: byteTable(`${CHARACTERS}_`),
  base64url: byteTable(`${CHARACTERS}_-`),
} as const;
/** What a token is not part of: a longer word, base64, a path. */
const BEFORE: Uint8Array = byteTable(`${CHARACTERS}_+/-`);

/**
 * Vendors lengthen their tokens, and cut ones stand in logs and reports: the mark and what is random behind it tell them still. The forms
 * of today, with their lengths, stand in the services' own files.
 */
export const otherLengths: readonly Detector[] = (
  [
    { service: "anthropic", name: "Anthropic", marks: ["sk-ant-"], body: "base64url", length: [20, 100] },
    {
      service: "openai",
      name: "OpenAI",
      marks: ["sk-proj-", "sk-svcacct-", "sk-admin-"],
      body: "base64url",
      length: [20, 200],
    },
    { service: "openrouter", name: "OpenRouter", marks: ["sk-or-v1-"], body: "hex", length: [24, 63] },
    { service: "groq", name: "Groq", marks: ["gsk_"], body: "alnum", length: [20, 49] },
    { service: "huggingface", name: "Hugging Face", marks: ["hf_"], body: "alnum", length: [20, 60] },
    { service: "perplexity", name: "Perplexity", marks: ["pplx-"], body: "alnum", length: [20, 49] },
    { service: "replicate", name: "Replicate", marks: ["r8_"], body: "alnum", length: [20, 60] },
    { service: "fireworks", name: "Fireworks", marks: ["fw_"], body: "alnum", length: [17, 60] },
    { service: "xai", name: "xAI", marks: ["xai-"], body: "alnum", length: [20, 79] },
    { service: "nvidia", name: "NVIDIA", marks: ["nvapi-"], body: "base64url", length: [20, 59] },
    { service: "together", name: "Together AI", marks: ["tgp_v1_"], body: "base64url", length: [20, 42] },
    { service: "cerebras", name: "Cerebras", marks: ["csk-"], body: "alnum", length: [20, 49] },
    { service: "tavily", name: "Tavily", marks: ["tvly-"], body: "alnum", length: [20, 31] },
    { service: "jina", name: "Jina", marks: ["jina_"], body: "alnum", length: [20, 59] },
    { service: "pinecone", name: "Pinecone", marks: ["pcsk_"], body: "word", length: [24, 67] },
    { service: "langsmith", name: "LangSmith", marks: ["lsv2_pt_", "lsv2_sk_"], body: "word", length: [24, 42] },
    {
      service: "github",
      name: "GitHub",
      marks: ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"],
      body: "alnum",
      length: [20, 29],
    },
    { service: "github", name: "GitHub fine-grained", marks: ["github_pat_"], body: "word", length: [20, 81] },
    { service: "npm", name: "npm", marks: ["npm_"], body: "alnum", length: [24, 35] },
    { service: "pypi", name: "PyPI", marks: ["pypi-"], body: "base64url", length: [20, 84] },
    { service: "rubygems", name: "RubyGems", marks: ["rubygems_"], body: "hex", length: [24, 42] },
    {
      service: "slack",
      name: "Slack",
      marks: ["xoxb-", "xoxp-", "xoxe-", "xapp-"],
      body: "base64url",
      length: [16, 80],
    },
    { service: "notion", name: "Notion", marks: ["ntn_"], body: "alnum", length: [20, 45] },
    { service: "linear", name: "Linear", marks: ["lin_api_", "lin_oauth_"], body: "alnum", length: [20, 39] },
    { service: "supabase", name: "Supabase", marks: ["sb_secret_"], body: "base64url", length: [16, 31] },
    { service: "supabase", name: "Supabase access", marks: ["sbp_"], body: "hex", length: [24, 39] },
    {
      service: "vercel",
      name: "Vercel",
      marks: ["vcp_", "vci_", "vca_", "vcr_", "vck_"],
      body: "alnum",
      length: [20, 55],
    },
    { service: "netlify", name: "Netlify", marks: ["nfp_"], body: "alnum", length: [20, 35] },
    {
      service: "digitalocean",
      name: "DigitalOcean",
      marks: ["dop_v1_", "doo_v1_", "dor_v1_"],
      body: "hex",
      length: [24, 63],
    },
    {
      service: "shopify",
      name: "Shopify",
      marks: ["shpat_", "shpca_", "shppa_", "shpss_"],
      body: "hex",
      length: [20, 31],
    },
    { service: "stripe", name: "Stripe webhook", marks: ["whsec_"], body: "alnum", length: [16, 23] },
    { service: "vault", name: "Vault", marks: ["hvs.", "hvb.", "hvr."], body: "base64url", length: [16, 23] },
    { service: "sentry", name: "Sentry", marks: ["sntrys_", "sntryu_"], body: "word", length: [24, 63] },
    { service: "grafana", name: "Grafana", marks: ["glsa_"], body: "word", length: [24, 40] },
    { service: "figma", name: "Figma", marks: ["figd_"], body: "base64url", length: [20, 39] },
    { service: "pulumi", name: "Pulumi", marks: ["pul-"], body: "hex", length: [24, 39] },
    { service: "new-relic", name: "New Relic", marks: ["NRAK-"], body: "alnum", length: [20, 26] },
    { service: "atlassian", name: "Atlassian", marks: ["ATATT3x", "ATCTT3x"], body: "base64url", length: [20, 59] },
    { service: "sourcegraph", name: "Sourcegraph", marks: ["sgp_"], body: "hex", length: [24, 39] },
  ] as const satisfies readonly MarkedText[]
).map(markedText);

function markedText({ service, name, marks, body, length: [least, most] }: MarkedText): Detector {
  const [mark] = marks;
  return {
    id: `${name.toLowerCase().replace(/\W+/g, "-")}-token-of-another-length`,
    service,
    title: `${name} token, shorter or longer than usual`,
    literals: marks,
    shape: `(?:${marks.map((each) => each.replaceAll(".", "\\.")).join("|")})[${alphabets[body]}]{${least},${most}}`,
    locate: (bytes, _runs, hints) => locateMarked(bytes, hints, marks, TABLES[body], least, most),
    confidence: "medium",
    examples: [`token: ${mark}${sample(body, least)}`],
    counterExamples: [
      `token: ${mark}${sample(body, least - 1)}`,
      `token: ${mark}${"x".repeat(least)}`,
      `token: ${mark}your-key-goes-here-please-replace`,
      `token${mark}${sample(body, least)}`,
    ],
  };
}

function* locateMarked(
  bytes: Uint8Array,
  { marks }: LocateHints,
  written: readonly string[],
  table: Uint8Array,
  least: number,
  most: number,
): Generator<LocatedValue> {
  for (const start of marks) {
    if (BEFORE[bytes[start - 1] ?? 0] === 1 && !isEscapeLetter(bytes, start - 1)) continue;
    const mark = written.find((each) => latin1(bytes, start, start + each.length) === each);
    if (mark === undefined) continue;
    const from = start + mark.length;
    let end = from;
    while (end - from <= most && table[bytes[end] ?? 0] === 1) end++;
    if (end - from < least || end - from > most || BEFORE[bytes[end] ?? 0] === 1) continue;
    const told = judge("secret", latin1(bytes, from, end), "quoted");
    if (told?.confidence !== "medium") continue;
    yield [start, end, { confidence: "medium", because: "the text has the format's mark, and looks random behind it" }];
  }
}
