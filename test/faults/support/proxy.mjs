/**
 * A small proxy as users write one, in a process of its own that a test can kill: the built package, a file queue, one upstream.
 * node proxy.mjs QUEUE UPSTREAM [FAULT], forked. Says its port.
 */
import http from "node:http";
import Module from "node:module";

const [queue, upstream, fault] = process.argv.slice(2);

if (fault === "no-engine") {
  const load = Module._load;
  Module._load = (name, ...rest) => {
    if (name === "re2" || name.endsWith(".node"))
      throw Object.assign(new Error("missing"), { code: "MODULE_NOT_FOUND" });
    return load(name, ...rest);
  };
}

const { createGuard, fileQueue, memoryQueue } = await import("../../../dist/index.js");
const { checkIncoming } = await import("../../../dist/adapters/node.js");
// Longer than a busy machine may keep a process waiting: a hold that expires in a test of kills would look like a lost answer.
const guard = createGuard({ queue: fileQueue(queue), timeoutSeconds: 600 });

// The first scan and the first report compile what they need: done before the port is told, so that a kill falls between later steps.
const warm = createGuard({ queue: memoryQueue() });
void warm.check({
  method: "POST",
  url: "http://warm.example/",
  body: ["ghp", "R7k2pQ9xTz4LmW8vYc3NbJ6hFs1DgA5uEo0X"].join("_"),
});
await warm.close();

if (fault === "no-memory") {
  const { allocUnsafeSlow } = Buffer;
  Buffer.allocUnsafeSlow = (size) => {
    if (size > 65_536) throw new RangeError("Array buffer allocation failed");
    return allocUnsafeSlow(size);
  };
}

const server = http.createServer(async (req, res) => {
  const { verdict, body } = await checkIncoming(guard, req, { url: () => `${upstream}${req.url}` });
  if (verdict.action !== "forward") {
    console.error(`denied: ${verdict.because}`);
    res.writeHead(403).end(verdict.message);
    return;
  }
  const { host: _, ...headers } = req.headers;
  const out = http.request(`${upstream}${req.url}`, { method: req.method, headers }, (answer) => {
    res.writeHead(answer.statusCode);
    answer.pipe(res);
  });
  out.on("error", () => res.destroy());
  out.end(body);
});

process.on("disconnect", () => process.exit());
process.on("message", (message) => {
  if (message === "crash")
    setImmediate(() => {
      throw guard;
    });
});
server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port }));
