/** Real proxies of other kinds: mitmproxy and Envoy, as Python packages. */

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { hasProgram, requirement } from "./requirements.js";
import { TestServer } from "./servers.js";
import { repository } from "./source.js";

/** Where `.ci/run` installs them, else what is on the PATH. */
function programOf(name: string): string {
  const installed = `${repository}node_modules/.cache/proxies/bin/${name}`;
  return existsSync(installed) ? installed : name;
}

const MITMDUMP = programOf("mitmdump");
const ENVOY = programOf("envoy");

/** Whether suites that need mitmproxy, or Envoy, run here. */
export const withMitmproxy: boolean = requirement("mitmproxy", hasProgram(MITMDUMP, "--version"));
export const withEnvoy: boolean = requirement("Envoy", hasProgram(ENVOY, "--version"));

/** A mitmdump with the addon of examples/mitmproxy; `options` as `--set` takes them. */
export async function startMitmproxy(options: Readonly<Record<string, string>>, token?: string): Promise<TestServer> {
  const server = await TestServer.make("mitmproxy", ({ port, directory }) => {
    const settings = { confdir: directory, listen_host: "127.0.0.1", listen_port: String(port), ...options };
    const args = Object.entries(settings).flatMap(([name, value]) => ["--set", `${name}=${value}`]);
    const env = { ...process.env, ...(token === undefined ? {} : { OUTBOUND_DLP_SERVE_TOKEN: token }) };
    return spawn(MITMDUMP, ["--quiet", "-s", `${repository}examples/mitmproxy/outbound_dlp.py`, ...args], {
      env,
      stdio: "ignore",
    });
  });
  await server.start();
  return server;
}

/** An Envoy with the configuration that `write` gives for its port. */
export async function startEnvoy(write: (port: number) => string): Promise<TestServer> {
  const server = await TestServer.make("envoy", ({ port }) =>
    spawn(ENVOY, ["--config-yaml", write(port), "--concurrency", "1", "--use-dynamic-base-id", "--log-level", "off"], {
      stdio: "ignore",
    }),
  );
  await server.start();
  return server;
}
