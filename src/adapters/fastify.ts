import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from "fastify";
import { ConfigurationError } from "../errors.js";
import type { Guard } from "../types.js";
import { denialAnswer, type Refusal, UPGRADE } from "./denial.js";
import { endOnceSent } from "./late-end.js";
import { checkIncoming } from "./node.js";

export interface GuardPluginOptions {
  readonly guard: Guard;
  /** Bytes of body that are read; a longer body is denied. Default 8 MiB. Fastify's own `bodyLimit` (1 MiB) comes after it. */
  readonly bodyBytes?: number;
  /** The absolute URL that the request will be sent to. Default: the request's own when it is absolute, else from its Host. */
  readonly url?: (request: FastifyRequest) => string;
}

const plugin: FastifyPluginCallback<GuardPluginOptions> = (app, options, done) => {
  const { guard, bodyBytes, url } = options;
  if (typeof guard?.check !== "function") {
    done(new ConfigurationError("Give the plugin a guard: app.register(guardPlugin, { guard: createGuard() })."));
    return;
  }
  app.addHook("preParsing", async (request, reply) => {
    // Without a listener Node's servers take such a request as a plain one, and so does whoever sends it on.
    if (request.headers.upgrade !== undefined && app.server.listenerCount("upgrade") > 0)
      return deny(request, reply, UPGRADE);
    const { verdict } = await checkIncoming(guard, request.raw, {
      ...(bodyBytes === undefined ? {} : { bodyBytes }),
      ...(url === undefined ? {} : { url: () => url(request) }),
    });
    return verdict.action === "forward" ? undefined : deny(request, reply, verdict);
  });
  done();
};

/**
 * A plugin for Fastify 5: a request that may not leave gets a 403 before its body is parsed; any other goes on with the bytes that were
 * scanned. It holds for all routes of the instance that it is registered on, whenever they are added, and for those of its children.
 *
 * Register it before every plugin that reads bodies (a "preParsing" hook of another): a body that another has read is denied. Requests to
 * upgrade, as `@fastify/websocket` takes them, are refused; CONNECT never comes here: see `checkIncoming`.
 *
 * @throws ConfigurationError From `ready` and `listen`, when there is no guard.
 */
export const guardPlugin: FastifyPluginCallback<GuardPluginOptions> = Object.assign(plugin, {
  // What fastify-plugin sets: hooks of this plugin belong to the instance that registers it.
  [Symbol.for("skip-override")]: true,
  [Symbol.for("fastify.display-name")]: "outbound-dlp",
  [Symbol.for("plugin-meta")]: { name: "outbound-dlp", fastify: "5.x" },
});

function deny({ raw }: FastifyRequest, reply: FastifyReply, refusal: Refusal): undefined {
  const { status, headers, body } = denialAnswer(refusal);
  endOnceSent(raw, reply.raw);
  raw.resume();
  void reply.code(status).headers(headers).send(body);
  return undefined;
}
