/** Where messages without an address of their own are sent. */
const ENDPOINT = "https://agent.example.com/";

const makers = {
  url: ({ method, url }) => [{ method, url }],
  header: ({ method, url, headers }) => [{ method, url, headers }],
  request_body: ({ method, url, content_type: type, body }) => [
    { method, url, headers: [["content-type", type]], body },
  ],
  mcp_tool_call: messages,
  a2a_message: messages,
  websocket_frame: frames,
};

/** The requests that a case stands for; undefined where it stands for none. One that is held is enough to hold the case. */
export function requestsOf({ input_type: type, payload }) {
  return makers[type]?.(payload);
}

function messages({ jsonrpc_messages: list }) {
  return list.map((message) => post(ENDPOINT, JSON.stringify(message), [["content-type", "application/json"]]));
}

/**
 * Each message with its fragments joined (RFC 6455, section 5.4), and what the connection sends as one stream. The reserved bit 1
 * declares deflate (RFC 7692, section 6).
 */
function frames({ url, frames: list }) {
  const whole = [];
  for (const frame of list) {
    const bytes = Buffer.from(frame.payload, frame.encoding === "base64" ? "base64" : "utf8");
    if (frame.opcode === "continuation" && whole.length > 0) whole.at(-1).parts.push(bytes);
    else whole.push({ parts: [bytes], headers: frame.rsv1 ? [["content-encoding", "deflate"]] : [] });
  }
  const address = url.replace(/^ws/, "http");
  const requests = whole.map(({ parts, headers }) => post(address, Buffer.concat(parts), headers));
  return requests.length > 1 ? [...requests, post(address, Buffer.concat(requests.map(({ body }) => body)))] : requests;
}

function post(url, body, headers = []) {
  return { method: "POST", url, headers, body };
}
