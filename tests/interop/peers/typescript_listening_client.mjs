// The official TypeScript client, 2.x, listening: `typescript_listening_client.mjs MODE PACKAGES COMMAND...`; prints
// what it heard as JSON. MODE is "legacy" or the version without sessions that it insists on.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [mode, folder, command, ...args] = process.argv.slice(2);
const require = createRequire(pathToFileURL(folder + "/package.json"));
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { Client } = await load("@modelcontextprotocol/client");
const { StdioClientTransport } = await load("@modelcontextprotocol/client/stdio");

const client = new Client(
  { name: "typescript", version: "2.0.0" },
  { versionNegotiation: { mode: mode === "legacy" ? mode : { pin: mode } } },
);
const heard = [];
const enough = new Promise((resolve) => {
  const note = (method) =>
    client.setNotificationHandler(method, ({ params }) => {
      heard.push(`${method} ${params?.uri ?? ""}`.trim());
      if (heard.length === 4) resolve();
    });
  ["tools", "prompts", "resources"].forEach((name) => note(`notifications/${name}/list_changed`));
  note("notifications/resources/updated");
});

await client.connect(new StdioClientTransport({ command, args }));
const seen = { version: client.getNegotiatedProtocolVersion(), heard };
if (client.getProtocolEra() === "legacy") {
  await client.subscribeResource({ uri: "demo://greeting" });
  await client.callTool({ name: "change", arguments: {} });
  await enough;
  await client.unsubscribeResource({ uri: "demo://greeting" });
} else {
  const subscription = await client.listen({
    toolsListChanged: true,
    promptsListChanged: true,
    resourcesListChanged: true,
    resourceSubscriptions: ["demo://greeting"],
  });
  seen.honoured = subscription.honoredFilter;
  await client.callTool({ name: "change", arguments: {} });
  await enough;
  await subscription.close();
  seen.closed = await subscription.closed;
}
await client.close();
console.log(JSON.stringify(seen));
