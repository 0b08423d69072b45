/**
 * mockttp reports failed connections and the like on the console, in words that quote hosts and answers. In this process stderr is
 * a log of events, one JSON line each, that quotes nothing of a request: so the console is shut.
 */
export function quietConsole(): () => void {
  const names = ["log", "info", "warn", "error", "debug"] as const;
  const saved = names.map((name) => [name, console[name]] as const);
  for (const name of names) console[name] = () => {};
  return () => {
    for (const [name, original] of saved) console[name] = original;
  };
}
