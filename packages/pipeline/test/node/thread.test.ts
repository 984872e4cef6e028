import { once } from "node:events";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { useBundle, useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import type { ThreadRequest } from "../../src/node/thread.ts";
import { fragile } from "../fixtures/fragile-task.ts";

const built = useBundle(["src/node/thread", "test/fixtures/fragile-task"], {
  packageFolder: new URL("../..", import.meta.url),
});
const inside = useTemporaryDirectory();

test("a thread serves one request after the other", async () => {
  const worker = new Worker(built("thread"));
  const input = { attempts: inside("attempts"), failures: 0, way: "throw" };
  const request: ThreadRequest = {
    ...{ module: pathToFileURL(built("fragile-task")).href, id: fragile.id },
    request: { input, shared: 1, needs: {}, directory: "", scratch: "" },
  };
  for (const result of [1, 2]) {
    worker.postMessage(request);
    for (;;) {
      const [answer] = await once(worker, "message");
      if (answer.kind === "event") continue;
      expect(answer).toEqual({ kind: "result", result });
      break;
    }
  }
  await worker.terminate();
});
