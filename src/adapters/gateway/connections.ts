import type { Server, Socket } from "node:net";
import { HEAD_MS } from "../connection-limit.js";
import type { Incoming, Outgoing } from "./bodies.js";

/** How often it is looked how long each connection has been idle, in milliseconds. */
const LOOK_MS = 5_000;

interface Connection {
  readonly socket: Socket;
  /** How many of its requests are not answered yet. */
  requests: number;
  /** When it had none any more, on `performance.now()`'s clock. */
  idleSince: number;
  /** Of HTTP/2, which says goodbye before it ends. */
  session: { close(): void } | undefined;
}

/**
 * The connections of the gateway. There are at most so many; of one address half of them, so that no client takes all. One that has
 * carried no request for a minute is ended, whatever comes on it instead: nothing, a head byte by byte, a handshake that never ends. mockttp
 * bounds none of these: Node's own limits are those of a server that listens itself, and its servers do not.
 */
export class GatewayConnections {
  readonly #mostOfOne: number;
  /** By address and port, which tunnels within a connection and TLS within those have in common with it. */
  readonly #byEnd = new Map<string, Connection>();
  readonly #ofAddress = new Map<string, number>();

  /** @param server Does not listen yet. */
  constructor(server: Server, most: number) {
    this.#mostOfOne = Math.ceil(most / 2);
    server.maxConnections = most;
    // Before all others, so that nothing is read from one that is too many; what comes later under the same end is a tunnel within it.
    server.prependListener("connection", (socket: Socket) => this.#opened(socket));
    const looking = setInterval(() => this.#look(), LOOK_MS).unref();
    server.once("close", () => clearInterval(looking));
  }

  /** A request has come on one of them. */
  arrived(req: Incoming, res: Outgoing): void {
    const connection = this.#byEnd.get(endOf(req.socket));
    if (connection === undefined) return;
    connection.requests += 1;
    if ("stream" in req) connection.session = req.stream.session;
    res.once("close", () => {
      connection.requests -= 1;
      connection.idleSince = performance.now();
    });
  }

  #opened(socket: Socket): void {
    const { remoteAddress: address } = socket;
    const end = endOf(socket);
    if (this.#byEnd.has(end)) return;
    const ofAddress = (this.#ofAddress.get(address ?? "") ?? 0) + 1;
    if (address === undefined || ofAddress > this.#mostOfOne) return void socket.destroy();
    this.#byEnd.set(end, { socket, requests: 0, idleSince: performance.now(), session: undefined });
    this.#ofAddress.set(address, ofAddress);
    socket.once("close", () => {
      this.#byEnd.delete(end);
      const left = (this.#ofAddress.get(address) ?? 0) - 1;
      if (left > 0) this.#ofAddress.set(address, left);
      else this.#ofAddress.delete(address);
    });
  }

  #look(): void {
    const since = performance.now() - HEAD_MS;
    for (const connection of this.#byEnd.values()) {
      const { socket, requests, idleSince, session } = connection;
      if (requests > 0 || idleSince > since) continue;
      connection.session = undefined;
      if (session === undefined) socket.destroy();
      else session.close();
    }
  }
}

function endOf({ remoteAddress, remotePort }: Pick<Socket, "remoteAddress" | "remotePort">): string {
  return `${remoteAddress} ${remotePort}`;
}
