import type { CompletedRequest } from "mockttp";

type Ends = Pick<
  CompletedRequest,
  "id" | "httpVersion" | "protocol" | "destination" | "remoteIpAddress" | "remotePort"
>;

/**
 * Who waits. Of requests that were sent behind each other without waiting, mockttp says of the first alone that its client has left; over
 * HTTP/1 all of one connection have left with it.
 */
export class Departures {
  readonly #waiting = new Map<string, Set<AbortController>>();

  of(request: Ends): { readonly signal: AbortSignal; readonly done: () => void } {
    const gone = new AbortController();
    const connection = connectionOf(request);
    const all = this.#waiting.get(connection) ?? new Set();
    this.#waiting.set(connection, all.add(gone));
    const done = (): void => {
      all.delete(gone);
      if (all.size === 0 && this.#waiting.get(connection) === all) this.#waiting.delete(connection);
    };
    return { signal: gone.signal, done };
  }

  left(request: Ends): void {
    for (const gone of this.#waiting.get(connectionOf(request)) ?? []) gone.abort();
  }
}

/**
 * What ends when a client leaves: over HTTP/2 its stream, which is one request, else its connection. Tunnels through one HTTP/2 connection share
 * their address and port, and mostly differ in where they lead.
 */
function connectionOf({ id, httpVersion, protocol, destination, remoteIpAddress, remotePort }: Ends): string {
  if (httpVersion.startsWith("2") || remotePort === undefined) return id;
  const tunnel = protocol === "https" ? `${destination.hostname}:${destination.port}` : "";
  return `${remoteIpAddress} ${remotePort} ${tunnel}`;
}
