// The official TypeScript SDK's server.
//
//     node typescript_server.mjs FOLDER MORE
//
// FOLDER: has the packages below node_modules. MORE: how many tools to list beside `add`.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder, more] = process.argv.slice(2);
const require = createRequire(pathToFileURL(folder + "/package.json"));
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { McpServer } = await load("@modelcontextprotocol/sdk/server/mcp.js");
const { StdioServerTransport } = await load("@modelcontextprotocol/sdk/server/stdio.js");
const { z } = await load("zod");

const server = new McpServer({ name: "typescript", version: "1.0.0" });

server.registerTool(
  "add",
  {
    description: "Add two numbers.",
    inputSchema: { a: z.number(), b: z.number() },
    outputSchema: { result: z.number() },
  },
  async ({ a, b }) => {
    const output = { result: a + b };
    return { content: [{ type: "text", text: String(output.result) }], structuredContent: output };
  },
);

for (let number = 0; number < Number(more); number++) {
  server.registerTool(
    `search_${number}`,
    {
      description: "Search a shelf.",
      inputSchema: { query: z.string(), limit: z.number(), exact: z.boolean() },
      outputSchema: { title: z.string(), hits: z.number() },
    },
    async ({ query, limit }) => {
      const output = { title: query, hits: limit };
      return { content: [{ type: "text", text: JSON.stringify(output) }], structuredContent: output };
    },
  );
}

await server.connect(new StdioServerTransport());
