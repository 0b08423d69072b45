/** A real server that remembers what reached it, and real requests with every byte in the test's hand. */

import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Server as NetServer, type Socket } from "node:net";

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly rawHeaders: readonly string[];
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
  readonly rawTrailers: readonly string[];
}

export interface Upstream {
  readonly origin: string;
  readonly port: number;
  readonly received: Received[];
  /** Bytes that arrived on any connection, TLS's own included. */
  readonly bytes: () => number;
  close(): Promise<void>;
}

export interface UpstreamOptions {
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly answer?: (req: Received, res: ServerResponse) => void;
}

export async function startUpstream({ tls, answer }: UpstreamOptions = {}): Promise<Upstream> {
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  let gone = 0;
  const listener = (req: IncomingMessage, res: ServerResponse): void => {
    void receive(req).then((request) => {
      received.push(request);
      if (answer) answer(request, res);
      else res.end(`sha256:${sha256(request.body)}`);
    });
  };
  const server: Server = tls ? createTlsServer(tls, listener) : createServer(listener);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket
      .on("error", () => {})
      .on("close", () => {
        gone += socket.bytesRead;
        sockets.delete(socket);
      });
  });
  const port = await listen(server);
  return {
    origin: `${tls ? "https" : "http"}://localhost:${port}`,
    port,
    received,
    bytes: () => [...sockets].reduce((sum, socket) => sum + socket.bytesRead, gone),
    close: () => closeServer(server),
  };
}

async function receive(req: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const { method = "", url = "", rawHeaders, headers, rawTrailers } = req;
  return { method, url, rawHeaders, headers, body: Buffer.concat(chunks), rawTrailers };
}

export async function listen(server: NetServer): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

export async function closeServer(server: NetServer): Promise<void> {
  if ("closeAllConnections" in server) (server as Server).closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Sends `bytes` over one connection and resolves with all that comes back until the other side closes. */
export async function exchange(port: number, bytes: string | Buffer, host = "127.0.0.1"): Promise<string> {
  const socket = connect(port, host);
  socket.write(bytes);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("latin1");
}

/** A body in HTTP/1.1 chunks of odd sizes, with trailers. */
export function chunked(body: Buffer, trailers = ""): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0, size = 1; at < body.length; at += size, size = ((size * 7) % 9973) + 1) {
    const piece = body.subarray(at, at + size);
    pieces.push(Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from("\r\n"));
  }
  return Buffer.concat([...pieces, Buffer.from(`0\r\n${trailers}\r\n`)]);
}
