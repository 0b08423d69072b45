/**
 * Node prints its warnings on stderr as text, and one of its own or of a dependency's may quote what a request brought. Where stderr is a
 * log of JSON lines, a warning is a line as well: its name, and its code where it has one.
 */
export function logWarnings(stderr: { write(line: string): unknown }): () => void {
  const printers = process.listeners("warning");
  const log = ({ name, code }: Error & { readonly code?: unknown }): void => {
    const time = new Date().toISOString();
    stderr.write(`${JSON.stringify({ time, type: "warning", name, ...(typeof code === "string" && { code }) })}\n`);
  };
  for (const printer of printers) process.off("warning", printer);
  if (printers.length > 0) process.on("warning", log); // --no-warnings: there are none
  return () => {
    process.off("warning", log);
    for (const printer of printers) process.on("warning", printer);
  };
}
