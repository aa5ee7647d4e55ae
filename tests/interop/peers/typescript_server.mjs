// A server of the official TypeScript SDK, 2.x: `typescript_server.mjs PACKAGES [streamable-http PORT]`; over stdio without.
// Over HTTP it serves versions with sessions without one.
import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(process.argv[2] + "/package.json"));
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { McpServer, createMcpHandler, acceptedContent, inputRequired, inputResponse } = await load("@modelcontextprotocol/server");
const { serveStdio } = await load("@modelcontextprotocol/server/stdio");
const { z } = await load("zod");

let cancellation = new AbortController();
const said = (text) => ({ content: [{ type: "text", text: String(text) }] });
const report = (ctx, progress) => {
  const { progressToken } = ctx.mcpReq._meta;
  return ctx.mcpReq.notify({ method: "notifications/progress", params: { progressToken, ...progress } });
};

const build = () => {
  const server = new McpServer(
    { name: "official", version: "2.0.0" },
    { capabilities: { logging: {} }, instructions: "Add numbers." },
  );
  const tool = (name, call) => server.registerTool(name, { inputSchema: z.object({}) }, (_, ctx) => call(ctx));

  server.registerTool(
    "add",
    { inputSchema: z.object({ a: z.int(), b: z.int() }), outputSchema: z.object({ result: z.int() }) },
    ({ a, b }) => ({ ...said(a + b), structuredContent: { result: a + b } }),
  );
  tool("count", async (ctx) => {
    for (let step = 1; step <= 5; step++) await report(ctx, { progress: step, total: 5, message: `step ${step}` });
    return said(5);
  });
  tool("log", async (ctx) => {
    await ctx.mcpReq.log("info", "careful", "official");
    return said("logged");
  });
  tool("media", () => ({
    content: [
      { type: "text", text: "hear" },
      { type: "audio", data: btoa("RIFF"), mimeType: "audio/wav" },
    ],
  }));
  tool("fail", () => {
    throw new Error("as it should");
  });
  tool("ask", (ctx) => {
    const form = z.object({ name: z.string() });
    const answer = acceptedContent(ctx.mcpReq.inputResponses, "who", form);
    if (answer) return said(`accept: ${answer.name}`);
    return inputRequired({
      inputRequests: { who: inputRequired.elicit({ message: "Who are you?", requestedSchema: form }) },
    });
  });
  tool("think", (ctx) => {
    const answer = inputResponse(ctx.mcpReq.inputResponses, "why");
    if (answer.kind === "sampling") return said(`${answer.result.model}: ${answer.result.content.text}`);
    const messages = [{ role: "user", content: { type: "text", text: "Why?" } }];
    return inputRequired({ inputRequests: { why: inputRequired.createMessage({ messages, maxTokens: 10 }) } });
  });
  tool("wait", async (ctx) => {
    await report(ctx, { progress: 1 });
    if (!ctx.mcpReq.signal.aborted) await once(ctx.mcpReq.signal, "abort");
    cancellation.abort();
    return said("cancelled");
  });
  tool("cancelled", async () => {
    if (!cancellation.signal.aborted) await once(cancellation.signal, "abort");
    cancellation = new AbortController();
    return said(1);
  });
  server.registerResource("greeting", "demo://greeting", {}, (uri) => ({
    contents: [{ uri: uri.href, text: "hello" }],
  }));
  server.registerPrompt("greet", { argsSchema: z.object({ name: z.string() }) }, ({ name }) => ({
    messages: [{ role: "user", content: { type: "text", text: `Greet ${name}.` } }],
  }));
  return server;
};

if (process.argv[3]) {
  const { getRequestListener } = await load("@hono/node-server");
  const handler = createMcpHandler(build);
  createServer(getRequestListener((request) => handler.fetch(request))).listen(Number(process.argv[4]), "127.0.0.1");
} else serveStdio(build);
