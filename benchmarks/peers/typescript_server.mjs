// The official TypeScript SDK's server over stdio.
//
//     node typescript_server.mjs FOLDER MORE
//
// FOLDER: has the packages below node_modules. MORE: how many tools to list beside `add`.
import { loader, serverMaker } from "./typescript_tools.mjs";

const [folder, more] = process.argv.slice(2);
const load = loader(folder);
const { StdioServerTransport } = await load("@modelcontextprotocol/sdk/server/stdio.js");
const makeServer = await serverMaker(load, Number(more));

await makeServer().connect(new StdioServerTransport());
