// The official TypeScript client against our server; prints what it saw as JSON.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [python, script, folder] = process.argv.slice(2);
const require = createRequire(pathToFileURL(folder + "/package.json"));
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { Client } = await load("@modelcontextprotocol/sdk/client/index.js");
const { StdioClientTransport } = await load("@modelcontextprotocol/sdk/client/stdio.js");

const client = new Client({ name: "typescript", version: "1.0.0" });
const transport = new StdioClientTransport({ command: python, args: [script] });
const versions = [];
const seen = { progress: [] };
transport.setProtocolVersion = (version) => versions.push(version);
await client.connect(transport);
seen.version = versions[0];
seen.server = client.getServerVersion().name;
seen.instructions = client.getInstructions();
seen.tools = (await client.listTools()).tools.map((tool) => tool.name);
seen.sum = (await client.callTool({ name: "add", arguments: { a: 2, b: 3 } })).content[0].text;
await client.callTool({ name: "count", arguments: {} }, undefined, {
  onprogress: ({ progress, total, message }) => {
    seen.progress.push([progress, total, message]);
    client.callTool({ name: "tick", arguments: {} });
  },
});
await client.callTool({ name: "nothing", arguments: {} }).catch((error) => (seen.unknown = error.code));
seen.resources = (await client.listResources()).resources.map((resource) => resource.uri);
seen.text = (await client.readResource({ uri: "demo://greeting" })).contents[0].text;
seen.prompts = (await client.listPrompts()).prompts.map((prompt) => prompt.name);
seen.prompt = (await client.getPrompt({ name: "greet", arguments: { name: "Ada" } })).messages[0].content.text;
await client.ping();
await client.callTool({ name: "wait", arguments: {} }, undefined, { timeout: 500 }).catch((error) => (seen.timeout = error.code));
seen.cancelled = (await client.callTool({ name: "cancelled", arguments: {} })).content[0].text;
await client.close();
console.log(JSON.stringify(seen));
