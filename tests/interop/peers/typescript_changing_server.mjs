// A server of the official TypeScript SDK, 2.x, that changes: `typescript_changing_server.mjs PACKAGES`.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(process.argv[2] + "/package.json"));
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { McpServer } = await load("@modelcontextprotocol/server");
const { serveStdio } = await load("@modelcontextprotocol/server/stdio");
const { z } = await load("zod");

serveStdio(() => {
  const listChanged = true;
  const server = new McpServer(
    { name: "official", version: "2.0.0" },
    { capabilities: { tools: { listChanged }, prompts: { listChanged }, resources: { listChanged, subscribe: true } } },
  );
  const watched = new Set();
  server.server.setRequestHandler("resources/subscribe", ({ params }) => (watched.add(params.uri), {}));
  server.server.setRequestHandler("resources/unsubscribe", ({ params }) => (watched.delete(params.uri), {}));
  server.registerTool("change", { inputSchema: z.object({}) }, async () => {
    await server.server.sendToolListChanged();
    await server.server.sendPromptListChanged();
    await server.server.sendResourceListChanged();
    await server.server.sendResourceUpdated({ uri: "demo://greeting" });
    return { content: [{ type: "text", text: `changed, watched: ${[...watched].join()}` }] };
  });
  return server;
});
