// The official TypeScript client as of 1.0.4: `typescript_1_0_client.mjs PACKAGES COMMAND...`; prints what it saw as JSON.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder, command, ...args] = process.argv.slice(2);
const require = createRequire(pathToFileURL(folder + "/package.json"));
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { Client } = await load("sdk-1.0.4/client/index.js");
const { StdioClientTransport } = await load("sdk-1.0.4/client/stdio.js");
const { CreateMessageRequestSchema } = await load("sdk-1.0.4/types.js");

const client = new Client({ name: "typescript", version: "1.0.4" }, { capabilities: { sampling: {} } });
client.setRequestHandler(CreateMessageRequestSchema, ({ params }) => ({
  role: "assistant",
  model: "m",
  content: { type: "text", text: `${params.messages[0].content.text} Because.` },
}));
const transport = new StdioClientTransport({ command, args });
const seen = {};
await client.connect(transport);
seen.tools = (await client.listTools()).tools.map((tool) => tool.name);
for (const name of ["add", "log", "media", "ask", "think"]) {
  const result = await client.callTool({ name, arguments: name === "add" ? { a: 2, b: 3 } : {} });
  seen[name] = result.isError ? "refused" : result.content.map((block) => block.type);
}
seen.text = (await client.readResource({ uri: "demo://greeting" })).contents[0].text;
seen.prompt = (await client.getPrompt({ name: "greet", arguments: { name: "Ada" } })).messages[0].content.text;
await client.ping();
await client.setLoggingLevel("info");
await client.close();
console.log(JSON.stringify(seen));
