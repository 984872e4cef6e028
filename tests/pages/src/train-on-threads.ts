import { selectBackend } from "@dark-knowledge/backend";
import { generatedDigits } from "@dark-knowledge/datasets";
import { createMlp, predictLogits, trainClassifier } from "@dark-knowledge/training";

/** What training in a page or in a worker of it came to. */
export interface TrainedOnThreads {
  readonly threads: number;
  readonly remarks: readonly string[];
  readonly logits: readonly number[];
  /** Milliseconds of an epoch of 20 steps. */
  readonly time: number;
}

/** Trains a net on wasm with some threads, or with as many as there are by default. */
async function trainOnThreads(wasmPaths: string, threads: number | undefined): Promise<TrainedOnThreads> {
  const { capabilities, remarks } = await selectBackend({
    ...{ prefer: ["wasm"], wasmPaths },
    ...(threads === undefined ? {} : { threads }),
  });
  const { train, test } = generatedDigits({ trainSize: 640, testSize: 20, seed: 1 });
  const net = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [200, 100], classCount: 10, seed: 1 });
  await trainClassifier(net, train, { epochs: 1, seed: 1, batchSize: 32 });
  const start = performance.now();
  await trainClassifier(net, train, { epochs: 1, seed: 1, batchSize: 32 });
  const time = performance.now() - start;
  const { data } = await predictLogits(net, test);
  return { threads: Number(capabilities.threads), remarks, logits: Array.from(data), time };
}

const scope = globalThis as { document?: unknown; onmessage?: unknown };
Object.assign(scope, { trainOnThreads });
if (scope.document === undefined) {
  scope.onmessage = async ({ data }: { readonly data: [string, number | undefined] }) => {
    (globalThis as unknown as { postMessage(result: unknown): void }).postMessage(await trainOnThreads(...data));
  };
}
