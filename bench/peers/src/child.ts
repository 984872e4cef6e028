import { createInterface } from "node:readline";
import { LINE_MARK, type Request } from "./protocol.ts";
import { isNodePeer, startPeer } from "./start-peer.ts";
import { createWorkbench } from "./workbench.ts";

// One peer in a process of its own: `node child.js <peer> <folder of the data> <threads>`. Idle until it is asked.
const [peer = "", folder = "", threads = "1"] = process.argv.slice(2);
const say = (answer: unknown) => process.stdout.write(`${LINE_MARK}${JSON.stringify(answer)}\n`);
const lineOf = (error: unknown) => String(error instanceof Error ? error.message : error).split("\n")[0]!;

try {
  if (!isNodePeer(peer)) throw new Error(`no such peer: ${peer}`);
  say({ versions: await startPeer(peer, Number(threads)) });
  const workbench = createWorkbench(folder);
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      say(await workbench(JSON.parse(line) as Request));
    } catch (error) {
      say({ error: lineOf(error) });
    }
  }
} catch (error) {
  say({ unavailable: lineOf(error) });
}
process.exit(0);
