// The official TypeScript SDK's server, whatever the transport.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

// `folder` has the packages below node_modules; the result loads a module of theirs.
export function loader(folder) {
  const require = createRequire(pathToFileURL(folder + "/package.json"));
  return (name) => import(pathToFileURL(require.resolve(name)));
}

// A function that makes servers of `add` and so many tools besides.
export async function serverMaker(load, more) {
  const { McpServer } = await load("@modelcontextprotocol/sdk/server/mcp.js");
  const { z } = await load("zod");
  return () => {
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
    for (let number = 0; number < more; number++) {
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
    return server;
  };
}
