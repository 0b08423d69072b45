import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that stands for the outside world, and remembers what reached it. */
export interface Upstream {
  readonly url: string;
  /** The bodies that arrived, in order. */
  readonly received: readonly string[];
  close(): Promise<void>;
}

/** @param onReceived Called for each request that arrives, with the length of its body in bytes. */
export async function startUpstream(onReceived: (bytes: number) => void = () => {}): Promise<Upstream> {
  const received: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    received.push(body.toString());
    onReceived(body.length);
    response.setHeader("content-type", "application/json");
    response.end(`${JSON.stringify({ arrived: true, bytes: body.length })}\n`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1/messages`,
    received,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
