// The official TypeScript SDK's server over HTTP: a transport and a server for each session, on Node's own HTTP server.
//
//     node typescript_http.mjs FOLDER json|sse MORE
//
// FOLDER: has the packages below node_modules. json: answers are JSON; sse: one event. MORE: how many tools to list
// beside `add`. Prints the URL of its endpoint.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { loader, serverMaker } from "./typescript_tools.mjs";

const [folder, kind, more] = process.argv.slice(2);
const load = loader(folder);
const { StreamableHTTPServerTransport } = await load("@modelcontextprotocol/sdk/server/streamableHttp.js");
const makeServer = await serverMaker(load, Number(more));
const transports = new Map();

async function begun() {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    enableJsonResponse: kind === "json",
    onsessioninitialized: (id) => transports.set(id, transport),
  });
  await makeServer().connect(transport);
  return transport;
}

const http = createServer(async (request, response) => {
  const transport = transports.get(request.headers["mcp-session-id"]) ?? (await begun());
  await transport.handleRequest(request, response);
});
http.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${http.address().port}/mcp`));
