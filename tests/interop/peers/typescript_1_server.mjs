// A server of the official TypeScript SDK, 1.x: `typescript_1_server.mjs PACKAGES [streamable-http|sse PORT]`; over stdio without.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(process.argv[2] + "/package.json"));
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { McpServer } = await load("@modelcontextprotocol/sdk/server/mcp.js");
const { SSEServerTransport } = await load("@modelcontextprotocol/sdk/server/sse.js");
const { StreamableHTTPServerTransport } = await load("@modelcontextprotocol/sdk/server/streamableHttp.js");
const { StdioServerTransport } = await load("@modelcontextprotocol/sdk/server/stdio.js");
const { z } = await load("zod");

let cancellation = new AbortController();
const said = (text) => ({ content: [{ type: "text", text: String(text) }] });
const report = (extra, progress) => {
  const { progressToken } = extra._meta;
  return extra.sendNotification({ method: "notifications/progress", params: { progressToken, ...progress } });
};


function build() {
  const server = new McpServer(
    { name: "official", version: "1.0.0" },
    { capabilities: { logging: {} }, instructions: "Add numbers." },
  );
  const tool = (name, call) => server.registerTool(name, { inputSchema: {} }, (_, extra) => call(extra));

  server.registerTool(
    "add",
    { inputSchema: { a: z.int(), b: z.int() }, outputSchema: { result: z.int() } },
    ({ a, b }) => ({ ...said(a + b), structuredContent: { result: a + b } }),
  );
  tool("count", async (extra) => {
    for (let step = 1; step <= 5; step++) await report(extra, { progress: step, total: 5, message: `step ${step}` });
    return said(5);
  });
  tool("log", async () => {
    await server.sendLoggingMessage({ level: "info", data: "careful", logger: "official" });
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
  tool("ask", async () => {
    const requestedSchema = { type: "object", properties: { name: { type: "string" } }, required: ["name"] };
    const answer = await server.server.elicitInput({ message: "Who are you?", requestedSchema });
    return said(`${answer.action}: ${answer.content.name}`);
  });
  tool("think", async () => {
    const messages = [{ role: "user", content: { type: "text", text: "Why?" } }];
    const answer = await server.server.createMessage({ messages, maxTokens: 10 });
    return said(`${answer.model}: ${answer.content.text}`);
  });
  tool("wait", async (extra) => {
    await report(extra, { progress: 1 });
    if (!extra.signal.aborted) await once(extra.signal, "abort");
    cancellation.abort();
    return said("cancelled");
  });
  tool("cancelled", async () => {
    if (!cancellation.signal.aborted) await once(cancellation.signal, "abort");
    cancellation = new AbortController();
    return said(1);
  });
  server.registerResource("greeting", "demo://greeting", {}, (uri) => ({ contents: [{ uri: uri.href, text: "hello" }] }));
  server.registerPrompt("greet", { argsSchema: { name: z.string() } }, ({ name }) => ({
    messages: [{ role: "user", content: { type: "text", text: `Greet ${name}.` } }],
  }));
  return server;
}

const [, , , transport, port] = process.argv;
const sessions = new Map();
const serve = (handle) => createServer(handle).listen(Number(port), "127.0.0.1");
if (transport === "streamable-http") {
  serve(async (request, response) => {
    let session = sessions.get(request.headers["mcp-session-id"]);
    if (!session) {
      session = new StreamableHTTPServerTransport({
        sessionIdGenerator: () => randomUUID(),
        onsessioninitialized: (id) => sessions.set(id, session),
      });
      await build().connect(session);
    }
    await session.handleRequest(request, response);
  });
} else if (transport === "sse") {
  serve(async (request, response) => {
    const url = new URL(request.url, "http://127.0.0.1");
    if (request.method === "POST") {
      const session = sessions.get(url.searchParams.get("sessionId"));
      return session ? session.handlePostMessage(request, response) : response.writeHead(404).end();
    }
    if (url.pathname !== "/sse") return response.writeHead(404).end();
    const session = new SSEServerTransport("/messages", response);
    sessions.set(session.sessionId, session);
    await build().connect(session);
  });
} else await build().connect(new StdioServerTransport());
