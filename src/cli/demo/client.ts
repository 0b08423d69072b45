import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";

/** What the client got. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Sends `body` to `url` through the proxy, as any HTTP client does that is given one (RFC 9112, section 3.2.2). */
export async function sendThrough(proxy: string, url: string, body: string): Promise<Answer> {
  const { hostname, port } = new URL(proxy);
  const headers = { host: new URL(url).host, "content-type": "application/json" };
  const outgoing = request({ hostname, port, method: "POST", path: url, headers, agent: false });
  outgoing.end(body);
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() };
}

/** Why a request was denied, as the gateway's answer says; undefined when it was not. */
export function denialCause({ status, body }: Answer): string | undefined {
  if (status !== 403) return undefined;
  return (JSON.parse(body) as { readonly because?: string }).because;
}
