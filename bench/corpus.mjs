/** Bodies for the benchmarks, the same at each run: nothing here is a credential. */

/** Numbers from 0 to 1, the same for the same seed (a linear congruential generator). */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}

const WORDS =
  "the quick brown fox jumps over a lazy dog while the agent reads files and calls tools to answer questions about weather and code review with context from previous messages please summarize following document into three bullet points of it is was that this they their because whether would should could under which what when where there those these".split(
    " ",
  );

const NAMES = [
  "getUserById",
  "parse_request_body",
  "src/components/list/index.ts",
  "additionalProperties",
  "README.md",
];

function pick(list, next) {
  return list[Math.floor(next() * list.length)];
}

function hex(length, next) {
  return Array.from({ length }, () => "0123456789abcdef"[Math.floor(next() * 16)]).join("");
}

/**
 * Sentences with line breaks, quotes, names from code, and now and then an id or a link: what people and models write. An article in
 * every seven words, as in English: without one, words drawn by chance are a wallet's seed phrase once in a megabyte, check bits and all.
 */
function prose(words, next) {
  let text = "";
  for (let i = 0; i < words; i++) {
    const kind = next();
    if (kind < 0.02) text += `\`${pick(NAMES, next)}\` `;
    else if (kind < 0.023) text += `https://example.com/${pick(WORDS, next)}/${hex(8, next)} `;
    else if (kind < 0.026)
      text += `${hex(8, next)}-${hex(4, next)}-4${hex(3, next)}-8${hex(3, next)}-${hex(12, next)} `;
    else if (kind < 0.04) text += `"${pick(WORDS, next)}" `;
    else if (i % 7 === 6) text += "the ";
    else text += pick(WORDS, next) + (i % 13 === 12 ? ".\n" : i % 29 === 28 ? ", " : " ");
  }
  return text;
}

/** A clean chat request in JSON of about `bytes` bytes: prose with escapes, roles, an id for each message. */
export function chatBody(bytes, seed = bytes) {
  const next = numbers(seed);
  const messages = [];
  for (let length = 150; length < bytes; ) {
    const content = prose(20 + Math.floor(next() * 120), next).slice(0, Math.max(40, bytes - length - 60));
    messages.push({ role: messages.length % 2 === 0 ? "user" : "assistant", content, id: `msg_${hex(10, next)}` });
    length += JSON.stringify(messages.at(-1)).length + 1;
  }
  return Buffer.from(JSON.stringify({ model: "example-model", temperature: 0.2, tool_choice: "auto", messages }));
}

const CODE = [
  "export async function load(path: string): Promise<Token[]> {\n  const token = await readToken(path);\n  return parse(token);\n}\n",
  "def main(argv):\n    api_key = os.environ.get('SERVICE_API_KEY')\n    client = Client(api_key=api_key, timeout=30)\n    return client.run(argv[1:])\n",
  "SELECT id, created_at, password_hash FROM users WHERE email = $1 ORDER BY created_at DESC LIMIT 20;\n",
  "$ git log --oneline | head -3\n4f1c2ab Fix the login form\n77b90de Update packages\n",
];

function base64(bytes, next) {
  return Buffer.from(Array.from({ length: bytes }, () => Math.floor(next() * 256))).toString("base64");
}

const AGENT_TOOL = {
  type: "function",
  function: {
    name: "get_file",
    description:
      "Reads a file of the workspace, and returns its text with line numbers. Paths are relative to the root.",
    parameters: {
      type: "object",
      properties: {
        path: { type: "string", description: "Where the file is" },
        max_tokens: { type: "integer", default: 4096 },
      },
      required: ["path"],
      additionalProperties: false,
    },
  },
};

/** A clean request of an agent at work, of about `bytes` bytes: tools, calls with their ids, code, a model's signed reasoning in base64. */
export function agentBody(bytes) {
  const next = numbers(bytes + 1);
  const messages = [];
  const letters = (length) =>
    base64(length, next)
      .replace(/[^A-Za-z0-9]/g, "x")
      .slice(0, length);
  const room = bytes - JSON.stringify(AGENT_TOOL).length - 120;
  for (let length = 0; length < room; ) {
    const id = `call_${letters(24)}`;
    const signature = base64(Math.min(200, Math.floor((room - length) / 4)), next);
    messages.push(
      { role: "assistant", content: prose(20, next), tool_calls: [{ id, type: "function", name: "get_file" }] },
      { role: "tool", tool_call_id: id, content: `${pick(CODE, next)}${prose(30, next)}` },
      { role: "assistant", content: [{ type: "thinking", thinking: prose(40, next), signature }] },
    );
    length = JSON.stringify(messages).length;
  }
  return Buffer.from(JSON.stringify({ model: "example-model", max_tokens: 4096, tools: [AGENT_TOOL], messages }));
}

/** Bytes without any order. */
export function noise(bytes) {
  const next = numbers(bytes);
  const noisy = Buffer.alloc(bytes);
  for (let i = 0; i < bytes; i++) noisy[i] = Math.floor(next() * 256);
  return noisy;
}

/** A JSON body of about `bytes` bytes with one image in base64. */
export function imageBody(bytes) {
  const image = noise(Math.floor((bytes * 3) / 4)).toString("base64");
  return Buffer.from(JSON.stringify({ image: `data:image/png;base64,${image}` }));
}

/** A form of about `bytes` bytes. */
export function formBody(bytes) {
  const next = numbers(bytes);
  let text = "submit=yes";
  for (let i = 0; text.length < bytes; i++) text += `&field_${i}=${encodeURIComponent(prose(6, next).trim())}`;
  return Buffer.from(text);
}

/** What a browser sends along. */
export const BROWSER_GET = {
  method: "GET",
  url: "https://api.example.com/v1/users/12345/repos?page=2&per_page=100",
  headers: Object.entries({
    accept: "application/json, text/plain, */*",
    "accept-encoding": "gzip, deflate, br",
    "accept-language": "en-US,en;q=0.9",
    "cache-control": "no-cache",
    connection: "keep-alive",
    cookie: "theme=dark; lang=en; session=off",
    dnt: "1",
    host: "api.example.com",
    "if-none-match": 'W/"5d8c72a5edda8d6a"',
    origin: "https://app.example.com",
    pragma: "no-cache",
    referer: "https://app.example.com/dashboard/settings",
    "sec-ch-ua": '"Chromium";v="124", "Not-A.Brand";v="99"',
    "sec-ch-ua-mobile": "?0",
    "sec-ch-ua-platform": '"Linux"',
    "sec-fetch-dest": "empty",
    "sec-fetch-mode": "cors",
    "sec-fetch-site": "same-site",
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0 Safari/537.36",
    "x-request-id": "7c0d2f7e-8d1a-4c3e-9b55-1f2a3b4c5d6e",
  }),
};

/** What a hostile client repeats to make the scan work. */
export const HOSTILE = {
  "a run in every word": "aB3xY7qRaB3xY7qR1 ",
  "one long run": "aB3xY7qR",
  "A everywhere": "A",
  "percent codes": "%61b",
  "percent signs": "%",
  "\\u everywhere": "\\u0061b",
  backslashes: "\\",
  "prefixes (sk-)": "sk-",
  "prefixes (ghp_)": "ghp_",
  "prefixes (eyJ)": "eyJ",
  schemes: "a://b:",
  "context words": "api_key token secret ",
  quotes: '"a","b",',
  "zero-width characters": "ab\u200b",
  "Cyrillic letters": "аб",
  entities: "&#97;b",
  "quoted-printable": "=61b",
  "UTF-16": "a\0",
};
