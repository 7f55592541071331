// The official TypeScript client at a gateway: lists and calls tools with one token and must be refused with another.
// URL, GOOD and BAD come through the environment, so that no token stands in a list of processes.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const { URL: address, GOOD, BAD } = process.env;
const open = async (token) => {
  const client = new Client({ name: "ts", version: "1" });
  const headers = { Authorization: "Bearer " + token };
  await client.connect(new StreamableHTTPClientTransport(new URL(address), { requestInit: { headers } }));
  return client;
};

const client = await open(GOOD);
const { tools } = await client.listTools();
const result = await client.callTool({ name: "dns-resolve-tool___ask", arguments: { dns_name: "app.practice.internal" } });
let refused = "";
try {
  await open(BAD);
} catch (e) {
  refused = String(e);
}
console.log(JSON.stringify({ tools: tools.length, text: result.content[0].text, refused }));
process.exit(0);
