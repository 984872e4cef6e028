import { createInterface } from "node:readline";
import { createRandom } from "@dark-knowledge/core";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { LINE_MARK, type Request, type ResidentSample } from "./protocol.ts";

// Reads random batches of a store, in a process that has loaded nothing else.
const BATCH = 128;
const SAMPLES = 10;
const say = (answer: unknown) => process.stdout.write(`${LINE_MARK}${JSON.stringify(answer)}\n`);

async function readBatches({ directory, cacheBytes, batches }: Extract<Request, { do: "memory" }>) {
  const random = createRandom(1);
  const softTargets = await openSoftTargets(directory, { cacheBytes });
  const { size } = softTargets.manifest.dataset;
  const memory: ResidentSample[] = [await sampleAt(0)];
  for (let sample = 1; sample <= SAMPLES; sample++) {
    for (let batch = 0; batch < batches / SAMPLES; batch++) {
      await softTargets.read(Int32Array.from({ length: BATCH }, () => random.integer(size)));
    }
    memory.push(await sampleAt((sample * batches) / SAMPLES));
  }
  await softTargets.close();
  return memory;
}

async function sampleAt(batches: number): Promise<ResidentSample> {
  // Buffers are given back by another thread, a moment after their arrays are collected.
  for (let pass = 0; pass < 2; pass++) {
    // Present with --expose-gc, as the parent starts this.
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { batches, residentBytes: process.memoryUsage().rss };
}

say({ versions: { node: process.versions.node } });
for await (const line of createInterface({ input: process.stdin })) {
  try {
    const request = JSON.parse(line) as Request;
    if (request.do !== "memory") throw new Error(`no such request: ${request.do}`);
    say({ memory: await readBatches(request) });
  } catch (error) {
    say({ error: (error as Error).message });
  }
}
