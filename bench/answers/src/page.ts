// Runs in a page: times the compiled plan next to onnxruntime-web, by the clock, and leaves the rates in `globalThis.result`.
import { compileModel, type ModelArtifacts } from "@dark-knowledge/runtime";
import * as web from "onnxruntime-web";

/** The examples per second of each lane, in each round. */
export type Rates = Readonly<Record<string, readonly number[]>>;

/** What a page is asked to do; the files are next to it. */
export interface PageCase {
  readonly artifacts: Omit<ModelArtifacts, "weightData">;
  /** The shape of the batch. */
  readonly shape: readonly number[];
  readonly rounds: number;
  readonly milliseconds: number;
}

async function bytesOf(name: string): Promise<ArrayBuffer> {
  return (await fetch(name)).arrayBuffer();
}

async function timePage(): Promise<Rates> {
  web.env.wasm.numThreads = 1;
  const { artifacts, shape, rounds, milliseconds } = (await (await fetch("case.json")).json()) as PageCase;
  const examples = new Float32Array(await bytesOf("examples.bin"));
  const weightData = await bytesOf("weights.bin");
  const net = compileModel({ ...artifacts, weightData });
  const onnx = async (name: string) => {
    const session = await web.InferenceSession.create(new Uint8Array(await bytesOf(name)));
    return async () => (await session.run({ input: new web.Tensor("float32", examples, shape) })).output!.data;
  };
  const lanes = {
    "compiled plan": async () => net.predict(examples),
    "onnxruntime-web": await onnx("float32.onnx"),
    "onnxruntime-web, int8": await onnx("int8.onnx"),
  };
  const rates: Record<string, number[]> = Object.fromEntries(Object.keys(lanes).map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    const turns = Object.entries(lanes);
    for (const [name, answer] of round % 2 === 0 ? turns : turns.reverse()) {
      const begin = performance.now();
      let answers = 0;
      while (performance.now() - begin < milliseconds) {
        await answer();
        answers++;
      }
      // The first round warms up.
      if (round >= 0) rates[name]!.push((1000 * answers * shape[0]!) / (performance.now() - begin));
    }
  }
  return rates;
}

const page = globalThis as { result?: Rates | string };
timePage().then(
  (rates) => {
    page.result = rates;
  },
  (error: unknown) => {
    page.result = String(error);
  },
);
