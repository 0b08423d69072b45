import { departureFrom } from "../departure.js";
import type { Incoming, Outgoing } from "./bodies.js";

/**
 * When a connection closes, Node says "close" of the answer at hand alone, and never of those that wait behind it, to requests that were sent
 * without waiting. mockttp and all that is kept here for a request go by that event, so it is said of each.
 */
export function closeWithConnection(req: Incoming, res: Outgoing): void {
  if ("stream" in res) return;
  const { signal, done } = departureFrom(req.socket);
  res.once("close", done);
  signal.addEventListener("abort", () => {
    if (res.socket === null) res.emit("close");
  });
}
