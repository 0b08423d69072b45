/** A line between a client and a server that a test can cut, stop and lead elsewhere. */

import { once } from "node:events";
import { createServer, connect as dial, type Server, type Socket } from "node:net";

/** Who sent a piece: what goes up comes from the client. */
export type Direction = "up" | "down";

/** Says what becomes of a piece: "pass", or "cut" the connection in its place, so that the other side never has it. */
export type Judge = (piece: Buffer, direction: Direction) => "pass" | "cut";

export class TcpProxy {
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #target: number;
  #judge: Judge = () => "pass";
  #isStopped = false;
  #delayMs = 0;

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.#target = target;
    server.on("connection", (client) => this.#join(client));
  }

  static async start(target: number): Promise<TcpProxy> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    return new TcpProxy(server, target);
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port;
  }

  /** Where new connections lead. */
  leadTo(port: number): void {
    this.#target = port;
  }

  judge(judge: Judge): void {
    this.#judge = judge;
  }

  /** Passes each piece on after so many milliseconds, as a line or a server that is slow. */
  slow(milliseconds: number): void {
    this.#delayMs = milliseconds;
  }

  /** Takes everything and passes nothing on, as a line that swallows packets. */
  swallow(): void {
    this.#isStopped = true;
  }

  /** Passes things on again; what was swallowed is lost, so those connections end. */
  resume(): void {
    this.#isStopped = false;
    this.cut();
  }

  /** Cuts every connection. */
  cut(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
    this.#pairs.clear();
  }

  async close(): Promise<void> {
    this.#server.close();
    this.cut();
    await once(this.#server, "close").catch(() => {});
  }

  #join(client: Socket): void {
    const server = dial(this.#target, "127.0.0.1");
    const pair = [client, server] as const;
    this.#pairs.add(pair);
    const end = (): void => {
      this.#pairs.delete(pair);
      for (const socket of pair) socket.destroy();
    };
    for (const [from, to, direction] of [
      [client, server, "up"],
      [server, client, "down"],
    ] as const) {
      from.on("error", end);
      from.on("close", end);
      from.on("data", (piece: Buffer) => {
        if (this.#isStopped) return;
        if (this.#judge(piece, direction) === "cut") end();
        else if (this.#delayMs === 0) to.write(piece);
        else setTimeout(() => to.writable && to.write(piece), this.#delayMs);
      });
    }
  }
}
