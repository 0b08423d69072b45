/** What the library does not judge: it looks for credentials and the like in outbound requests. */
const OUT = {
  blockList: "block lists: which hosts may be reached is a proxy's list, not a scan",
  ssrf: "SSRF: what an address leads to is for the proxy that resolves it",
  shell: "shell commands: whether a command does harm is for what runs it",
  poison: "poisoned tools and agent cards: what comes in is not outbound",
  response: "responses and tool results: what comes in is not outbound",
  injection: "prompt injection: orders to an agent are no credential",
  chain: "sequences of tool calls: what an agent does over several steps is for its runtime",
};

/** By how the case reaches a tool. */
const OUT_BY_INPUT = {
  response_content: OUT.response,
  mcp_tool_result: OUT.response,
  mcp_tool_definition: OUT.poison,
  a2a_agent_card: OUT.poison,
  mcp_tool_sequence: OUT.chain,
};

/** By what the case is about: its tags, or its category. */
const OUT_BY_SUBJECT = {
  domain_blocklist: OUT.blockList,
  ssrf: OUT.ssrf,
  ssrf_bypass: OUT.ssrf,
  shell_obfuscation: OUT.shell,
};

/** Messages whose tags do not say that they are about orders: the corpus never changes what an id means. */
const OUT_BY_ID = {
  "mcp-input-injection-002": OUT.injection,
  "a2a-msg-injection-hijack-004": OUT.injection,
  "a2a-msg-injection-system-005": OUT.injection,
  "a2a-msg-stream-injection-007": OUT.injection,
  "enc-unicode-homoglyph-006": OUT.shell,
};

const REQUESTS = ["url", "header", "request_body"];

/** "request": the target. "message": MCP calls, A2A messages and WebSocket frames, sent as bodies. */
export function scopeOf({ id, category, input_type: input, capability_tags: tags }) {
  const subject = [category, ...tags].find((name) => name in OUT_BY_SUBJECT);
  const why = OUT_BY_ID[id] ?? OUT_BY_INPUT[input] ?? OUT_BY_SUBJECT[subject];
  if (why !== undefined) return { kind: "out", why };
  return { kind: REQUESTS.includes(input) ? "request" : "message" };
}
