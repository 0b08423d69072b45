import { isUrl } from "../queue.js";
import { shellQuote } from "../shell-quote.js";

/** What a person needs to send something through the gateway and to decide about it. */
export interface Place {
  readonly url: string;
  readonly certPath: string;
  /** Absent: supervise is disabled. */
  readonly queue: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** Where health and metrics are; absent: nowhere. */
  readonly metrics?: string | undefined;
}

/** The variables with which clients use and trust the gateway, as shell commands. */
function clientVariables({ url, certPath }: Pick<Place, "url" | "certPath">): readonly string[] {
  const path = shellQuote(certPath);
  return [
    `export HTTP_PROXY=${url} HTTPS_PROXY=${url} http_proxy=${url} https_proxy=${url}`,
    `export NODE_EXTRA_CA_CERTS=${path}   # Node.js`,
    `export REQUESTS_CA_BUNDLE=${path}    # Python's requests`,
    `export SSL_CERT_FILE=${path}         # OpenSSL: Go, Ruby, Python's ssl and httpx`,
    `curl --proxy ${url} --cacert ${path} https://example.com/`,
  ];
}

/** A URL may hold a password, so it is not printed. Whoever came by npx may have the executable on no path. */
function howToSupervise(queue: string, { npm_command }: NodeJS.ProcessEnv): string {
  const supervise = `${npm_command === "exec" ? "npx " : ""}outbound-dlp supervise`;
  if (isUrl(queue)) return `, where OUTBOUND_DLP_QUEUE is the same URL:\n\n  ${supervise}`;
  return `:\n\n  ${supervise} --queue ${shellQuote(queue)}`;
}

/** Printed when the gateway is up. */
export function howToUse(place: Place): string {
  return [
    `outbound-dlp gateway: listening on ${place.url}`,
    "",
    `Its certificate authority: ${place.certPath}`,
    "Trust it only in the clients that are to go through here:",
    "",
    ...clientVariables(place).map((line) => `  ${line}`),
    "",
    ...(place.metrics === undefined ? [] : [healthAndMetrics(place.metrics), ""]),
    whoDecides(place.queue, place.env),
    "",
    "",
  ].join("\n");
}

/** How the queue's supervisor is started. */
export function whoDecides(queue: string | undefined, env: NodeJS.ProcessEnv): string {
  return queue === undefined
    ? "Supervise is disabled: a request in which something is found is denied at once."
    : `Decide what is held, in another terminal${howToSupervise(queue, env)}`;
}

/** Where the endpoints of `--metrics` are. */
export function healthAndMetrics(url: string): string {
  return `Health and metrics: ${url}/healthz ${url}/metrics`;
}
