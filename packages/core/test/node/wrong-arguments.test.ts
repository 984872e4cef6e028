import { writeFileSync } from "node:fs";
import { testWrongArguments, useTemporaryDirectory } from "@dark-knowledge/testing/node";
import * as node from "../../src/node/index.ts";

const inside = useTemporaryDirectory();
/** Texts name something in the test's own directory. */
const within = (path: unknown) => (typeof path === "string" ? inside(path.slice(0, 100)) : path) as string;
const signal = AbortSignal.abort(new Error("checked"));
const lock = { takeOver: true, onWait() {}, signal };

testWrongArguments(node, {
  lockDirectory: [
    async (directory: string, options: node.LockOptions) => {
      await node.makeDirectory("f", inside("locked"));
      const held = await node.lockDirectory("f", typeof directory === "string" ? inside("locked") : directory, options);
      await held.release();
    },
    ["locked", lock],
  ],
  makeDirectory: [(directory: string) => node.makeDirectory("f", within(directory)), ["made"]],
  openDirectory: [
    async (path: string, options: node.OpenDirectoryOptions) =>
      (await node.openDirectory("f", within(path), options)).close(),
    ["open", { ...lock, isOwn: () => true }],
  ],
  readRegularFile: [
    (path: string, mostBytes: number) => {
      writeFileSync(inside("file"), "a");
      return node.readRegularFile(typeof path === "string" ? inside("file") : path, mostBytes);
    },
    ["file", 10],
  ],
  writeDurably: [
    (directory: string, name: string, parts: Uint8Array[], before: () => Promise<void>) =>
      node.writeDurably(
        typeof directory === "string" ? inside() : directory,
        // The errors of the system itself are for callers to word.
        typeof name === "string" ? name.slice(0, 100) : name,
        parts,
        before,
      ),
    ["directory", "name", [Uint8Array.of(1)], async () => undefined],
  ],
  writingCure: [node.writingCure, [new Error("no")]],
});
