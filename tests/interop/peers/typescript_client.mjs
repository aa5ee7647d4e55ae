// The official TypeScript client, 2.x: `typescript_client.mjs MODE PACKAGES COMMAND...`, or a URL in place of the command; prints
// what it saw as JSON.
// MODE is "legacy", "auto", or the version without sessions that it insists on.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [mode, folder, command, ...args] = process.argv.slice(2);
const require = createRequire(pathToFileURL(folder + "/package.json"));
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { Client, LOG_LEVEL_META_KEY, StreamableHTTPClientTransport } = await load("@modelcontextprotocol/client");
const { StdioClientTransport } = await load("@modelcontextprotocol/client/stdio");

const client = new Client(
  { name: "typescript", version: "2.0.0" },
  {
    capabilities: { elicitation: {}, sampling: {} },
    versionNegotiation: { mode: ["legacy", "auto"].includes(mode) ? mode : { pin: mode } },
  },
);
const seen = { progress: [], logs: [] };
const ticks = [];
client.setNotificationHandler("notifications/message", ({ params }) => {
  seen.logs.push([params.level, params.data, params.logger]);
});
client.setRequestHandler("elicitation/create", ({ params }) => {
  if (Object.keys(params.requestedSchema.properties).join() !== "name") throw new Error("an unknown form");
  return { action: "accept", content: { name: "Ada" } };
});
client.setRequestHandler("sampling/createMessage", ({ params }) => {
  const content = { type: "text", text: `${params.messages[0].content.text} Because.` };
  return { role: "assistant", model: "m", content };
});
const called = async (name, params = {}) => {
  const result = await client.callTool({ name, arguments: {}, ...params });
  return result.isError ? "refused" : result.content[0].text;
};

const transport = command.includes("://")
  ? new StreamableHTTPClientTransport(new URL(command))
  : new StdioClientTransport({ command, args });
await client.connect(transport);
seen.version = client.getNegotiatedProtocolVersion();
seen.server = client.getServerVersion()?.name ?? null;
seen.instructions = client.getInstructions() ?? null;
const { tools } = await client.listTools();
seen.tools = tools.map((tool) => tool.name);
seen.title = tools[0].title ?? null;
const added = await client.callTool({ name: "add", arguments: { a: 2, b: 3 } });
[seen.sum, seen.structured] = [added.content[0].text, added.structuredContent ?? null];
await client.callTool(
  { name: "count", arguments: {} },
  {
    onprogress: ({ progress, total, message }) => {
      seen.progress.push([progress, total, message ?? null]);
      ticks.push(called("tick"));
    },
  },
);
await Promise.all(ticks);
if (client.getProtocolEra() === "legacy") {
  await client.setLoggingLevel("info");
  seen.logged = await called("log");
} else {
  seen.logged = await called("log", { _meta: { [LOG_LEVEL_META_KEY]: "info" } });
}
seen.media = (await client.callTool({ name: "media", arguments: {} })).content.map((block) => block.type);
await client.callTool({ name: "nothing", arguments: {} }).catch((error) => (seen.unknown = error.code));
seen.resources = (await client.listResources()).resources.map((resource) => resource.uri);
seen.text = (await client.readResource({ uri: "demo://greeting" })).contents[0].text;
seen.prompts = (await client.listPrompts()).prompts.map((prompt) => prompt.name);
seen.prompt = (await client.getPrompt({ name: "greet", arguments: { name: "Ada" } })).messages[0].content.text;
seen.asked = await called("ask");
seen.thought = await called("think");
seen.interview = await called("interview");
seen.form = await called("form");
const giveUp = new AbortController();
await client
  .callTool({ name: "wait", arguments: {} }, { signal: giveUp.signal, onprogress: () => giveUp.abort("enough") })
  .catch(() => {});
seen.cancelled = await called("cancelled");
await transport.terminateSession?.();
await client.close();
console.log(JSON.stringify(seen));
