import type { IncomingMessage } from "node:http";
import type { Server, Socket } from "node:net";
import type { Mockttp } from "mockttp";
import { refuseUpgrade } from "../refuse-upgrade.js";
import type { Incoming, Outgoing } from "./bodies.js";

/** What mockttp's server calls on itself for each event of its sockets. */
interface Listeners {
  /** Its listener for requests; by itself it goes through a router that throws for a target such as `http://[::1%lo]/`. */
  app: (req: Incoming, res: Outgoing) => void;
  readonly handleRequest: (req: Incoming, res: Outgoing) => Promise<void>;
  handleWebSocket: (req: IncomingMessage, socket: Socket) => void;
  handleInvalidHttp1Request: (
    error: { readonly code?: string; readonly badRequest?: Incoming },
    socket: Socket,
  ) => void;
  handleInvalidHttp2Request: () => void;
}

/**
 * Puts listeners of our own in the place of those of mockttp's that throw, or reject with nobody to catch it, for what some client sends: that
 * ends the process, and with it all that is held. Call this before `server` starts.
 */
export function contain(server: Mockttp): void {
  const listeners = server as unknown as Listeners;
  listeners.app = (req, res) => {
    listeners.handleRequest(req, res).catch(() => res.destroy());
  };
  listeners.handleWebSocket = (_, socket) => refuseUpgrade(socket);
  listeners.handleInvalidHttp1Request = ({ code, badRequest }, socket) => {
    if (badRequest === undefined) refuseBytes(socket, code); // else `refuseMalformed` answers it
  };
  listeners.handleInvalidHttp2Request = () => {}; // Node ends the session
}

/**
 * Stands before mockttp's own listener for tunnels, which
 *
 * - looks in `Proxy-Authorization` for settings of its own, tags for all that comes through the tunnel, and throws at each of these requests
 *   when they are no list: it is not shown that field;
 * - loses what a client sends right behind the head, without waiting for the answer, and waits for it: it is put back.
 *
 * @param created mockttp's server, with mockttp's own listeners.
 */
export function mendTunnels(created: Server): void {
  for (const open of created.listeners("connect")) {
    created.off("connect", open as () => void);
    created.on("connect", (req: Incoming, end: Socket | Outgoing, behindHead?: Buffer) => {
      delete req.headers["proxy-authorization"];
      if (behindHead !== undefined && behindHead.length > 0) (end as Socket).unshift(behindHead); // HTTP/1.1 alone has it
      open.call(created, req, end);
    });
  }
}

/** Answers a request that mockttp can make nothing of: its target or its host is none. */
export function refuseMalformed(res: Outgoing): void {
  if (res.headersSent) return void res.destroy();
  if (!("stream" in res)) res.setHeader("connection", "close");
  res.writeHead(400, { "content-length": 0 }).end();
}

/** Answers what is no HTTP. */
function refuseBytes(socket: Socket, code: string | undefined): void {
  socket.on("error", () => {});
  const status = code === "HPE_HEADER_OVERFLOW" ? "431 Request Header Fields Too Large" : "400 Bad Request";
  if (!socket.writable) return void socket.destroy();
  socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy());
}
