/** Real HTTP clients behind one face: each sends one request through a proxy. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { HttpsProxyAgent } from "https-proxy-agent";
import { ProxyAgent, fetch as undiciFetch } from "undici";
import { hasProgram, requirement } from "../../support/requirements.js";

export interface ClientCall {
  readonly proxy: string;
  /** PEM, and the path of a file with the same. */
  readonly ca: string;
  readonly caFile: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Sends the body without saying how long it is. */
  readonly chunked?: boolean;
}

export interface ClientAnswer {
  readonly status: number;
  readonly text: string;
}

export interface Client {
  readonly name: string;
  readonly present: boolean;
  send(call: ClientCall): Promise<ClientAnswer>;
}

export const clients: readonly Client[] = [
  { name: "Node's http", present: true, send: viaNode },
  { name: "undici's fetch through a ProxyAgent", present: true, send: viaFetch },
  { name: "curl", present: requirement("curl", hasProgram("curl", "--version")), send: viaCurl },
  {
    name: "Python's requests",
    present: requirement("Python's requests", hasProgram("python3", "-c", "import requests")),
    send: viaPython,
  },
];

async function viaNode({ proxy, ca, url, headers = {}, body, chunked = false }: ClientCall): Promise<ClientAnswer> {
  const method = body === undefined ? "GET" : "POST";
  const framing = body === undefined || chunked ? {} : { "content-length": String(body.length) };
  const options = { method, headers: { ...headers, ...framing } };
  const { hostname, port } = new URL(proxy);
  const call: ClientRequest = url.startsWith("https:")
    ? httpsRequest(url, { ...options, agent: new HttpsProxyAgent(proxy), ca })
    : httpRequest({
        ...options,
        host: hostname,
        port,
        path: url,
        headers: { host: new URL(url).host, ...options.headers },
      });
  if (chunked) call.flushHeaders();
  call.end(body);
  const [response] = (await once(call, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() };
}

async function viaFetch({ proxy, ca, url, headers = {}, body, chunked = false }: ClientCall): Promise<ClientAnswer> {
  const dispatcher = new ProxyAgent({ uri: proxy, requestTls: { ca }, proxyTunnel: url.startsWith("https:") });
  try {
    const content = body !== undefined && chunked ? new Blob([Uint8Array.from(body)]).stream() : (body ?? null);
    const response = await undiciFetch(url, {
      method: body === undefined ? "GET" : "POST",
      headers,
      body: content,
      dispatcher,
      duplex: "half",
    });
    return { status: response.status, text: await response.text() };
  } finally {
    await dispatcher.close();
  }
}

async function viaCurl({ proxy, caFile, url, headers = {}, body, chunked = false }: ClientCall): Promise<ClientAnswer> {
  const fields = Object.entries({ ...headers, ...(chunked ? { "transfer-encoding": "chunked" } : {}) });
  const { stdout } = await run(
    "curl",
    [
      ...[
        "--silent",
        "--show-error",
        "--noproxy",
        "",
        "--proxy",
        proxy,
        "--cacert",
        caFile,
        "--write-out",
        "\n%{http_code}",
      ],
      ...fields.flatMap(([name, value]) => ["--header", `${name}: ${value}`]),
      ...(body === undefined ? [] : ["--data-binary", "@-"]),
      url,
    ],
    body,
  );
  const end = stdout.lastIndexOf("\n");
  return { status: Number(stdout.slice(end + 1)), text: stdout.slice(0, end) };
}

const PYTHON = `
import json, os, sys, requests
call = json.loads(sys.argv[1])
body = sys.stdin.buffer.read() if call["sends"] else None
data = (body[i:i + 997] for i in range(0, len(body), 997)) if call["chunked"] else body
session = requests.Session()
session.trust_env = False
answer = session.request("POST" if call["sends"] else "GET", call["url"], headers=call["headers"], data=data,
    proxies={"http": call["proxy"], "https": call["proxy"]}, verify=call["caFile"])
sys.stdout.write(answer.text + "\\n" + str(answer.status_code))
`;

async function viaPython({
  proxy,
  caFile,
  url,
  headers = {},
  body,
  chunked = false,
}: ClientCall): Promise<ClientAnswer> {
  const call = { proxy, caFile, url, headers, chunked, sends: body !== undefined };
  const { stdout } = await run("python3", ["-c", PYTHON, JSON.stringify(call)], body);
  const end = stdout.lastIndexOf("\n");
  return { status: Number(stdout.slice(end + 1)), text: stdout.slice(0, end) };
}

async function run(program: string, args: readonly string[], stdin?: Buffer): Promise<{ readonly stdout: string }> {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.on("error", () => {}).end(stdin);
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [code] = (await once(child, "close")) as [number];
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${stderr}`);
  return { stdout };
}
