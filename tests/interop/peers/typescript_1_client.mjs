// The official TypeScript client, 1.x: `typescript_1_client.mjs PACKAGES COMMAND...`, or a URL in place of the command: over
// HTTP+SSE if it ends in /sse; prints what it saw as JSON.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder, command, ...args] = process.argv.slice(2);
const require = createRequire(pathToFileURL(folder + "/package.json"));
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { Client } = await load("@modelcontextprotocol/sdk/client/index.js");
const { StdioClientTransport } = await load("@modelcontextprotocol/sdk/client/stdio.js");
const { StreamableHTTPClientTransport } = await load("@modelcontextprotocol/sdk/client/streamableHttp.js");
const { SSEClientTransport } = await load("@modelcontextprotocol/sdk/client/sse.js");
const types = await load("@modelcontextprotocol/sdk/types.js");

const client = new Client({ name: "typescript", version: "1.0.0" }, { capabilities: { elicitation: {}, sampling: {} } });
const transport = !command.includes("://")
  ? new StdioClientTransport({ command, args })
  : command.endsWith("/sse")
    ? new SSEClientTransport(new URL(command))
    : new StreamableHTTPClientTransport(new URL(command));
const seen = { progress: [], logs: [] };
const ticks = [];
const setVersion = transport.setProtocolVersion?.bind(transport);
transport.setProtocolVersion = (version) => {
  seen.version = version;
  setVersion?.(version);
};
client.setNotificationHandler(types.LoggingMessageNotificationSchema, ({ params }) => {
  seen.logs.push([params.level, params.data, params.logger]);
});
client.setRequestHandler(types.ElicitRequestSchema, ({ params }) => {
  if (Object.keys(params.requestedSchema.properties).join() !== "name") throw new Error("an unknown form");
  return { action: "accept", content: { name: "Ada" } };
});
client.setRequestHandler(types.CreateMessageRequestSchema, ({ params }) => {
  const content = { type: "text", text: `${params.messages[0].content.text} Because.` };
  return { role: "assistant", model: "m", content };
});
const called = async (name) => {
  const result = await client.callTool({ name, arguments: {} });
  return result.isError ? "refused" : result.content[0].text;
};

await client.connect(transport);
seen.server = client.getServerVersion().name;
seen.instructions = client.getInstructions();
const { tools } = await client.listTools();
seen.tools = tools.map((tool) => tool.name);
seen.title = tools[0].title ?? null;
const added = await client.callTool({ name: "add", arguments: { a: 2, b: 3 } });
[seen.sum, seen.structured] = [added.content[0].text, added.structuredContent ?? null];
await client.callTool({ name: "count", arguments: {} }, undefined, {
  onprogress: ({ progress, total, message }) => {
    seen.progress.push([progress, total, message ?? null]);
    ticks.push(called("tick"));
  },
});
await Promise.all(ticks);
await client.setLoggingLevel("info");
seen.logged = await called("log");
seen.media = (await client.callTool({ name: "media", arguments: {} })).content.map((block) => block.type);
await client.callTool({ name: "nothing", arguments: {} }).catch((error) => (seen.unknown = error.code));
seen.resources = (await client.listResources()).resources.map((resource) => resource.uri);
seen.text = (await client.readResource({ uri: "demo://greeting" })).contents[0].text;
seen.prompts = (await client.listPrompts()).prompts.map((prompt) => prompt.name);
seen.prompt = (await client.getPrompt({ name: "greet", arguments: { name: "Ada" } })).messages[0].content.text;
await client.ping();
seen.asked = await called("ask");
seen.thought = await called("think");
seen.interview = await called("interview");
seen.form = await called("form");
const giveUp = new AbortController();
await client
  .callTool({ name: "wait", arguments: {} }, undefined, { signal: giveUp.signal, onprogress: () => giveUp.abort("enough") })
  .catch(() => {});
seen.cancelled = await called("cancelled");
await transport.terminateSession?.();
await client.close();
console.log(JSON.stringify(seen));
