import type { CommandEntry } from "./entry.js";

/** Every command, in the order in which `help` lists them. */
export const commands: readonly CommandEntry[] = [
  { name: "gateway", load: () => import("./gateway.js") },
  { name: "serve", load: () => import("./serve.js") },
  { name: "supervise", load: () => import("./supervise.js") },
  { name: "pending", load: () => import("./pending.js") },
  { name: "approve", load: () => import("./approve.js") },
  { name: "reject", load: () => import("./reject.js") },
  { name: "approved", load: () => import("./approved.js") },
  { name: "revoke", load: () => import("./revoke.js") },
  { name: "audit", load: () => import("./audit.js") },
  { name: "keys", load: () => import("./keys.js") },
  { name: "scan", load: () => import("./scan.js") },
  { name: "detectors", load: () => import("./detectors.js") },
  { name: "demo", load: () => import("./demo.js") },
  { name: "help", load: async () => ({ command: (await import("./help.js")).helpCommand(commands) }) },
  { name: "version", load: () => import("./version.js") },
];
