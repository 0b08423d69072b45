/** What closes when a client leaves. */
type Connection = NodeJS.EventEmitter & { readonly destroyed?: boolean };

/** Who waits on each connection: however many requests do, there is one listener on it. */
const waiting = new WeakMap<Connection, Set<AbortController>>();

/** A signal that aborts when `connection` closes, or has. Call `done` when nobody needs it any more. */
export function departureFrom(connection: Connection): { readonly signal: AbortSignal; readonly done: () => void } {
  const gone = new AbortController();
  if (connection.destroyed === true) gone.abort();
  const all = waiting.get(connection) ?? watch(connection);
  all.add(gone);
  return { signal: gone.signal, done: () => void all.delete(gone) };
}

function watch(connection: Connection): Set<AbortController> {
  const all = new Set<AbortController>();
  waiting.set(connection, all);
  connection.once("close", () => {
    for (const gone of all) gone.abort();
    all.clear();
  });
  return all;
}
