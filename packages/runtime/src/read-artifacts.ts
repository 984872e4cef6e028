import { ArgumentError, assertFields, formatValue } from "@dark-knowledge/core";
import type { ModelArtifacts, WeightSpec } from "./model-artifacts.ts";

/**
 * Reads a model from its files, in the standard format of TensorFlow.js, for {@link compileModel}.
 *
 * @param json the parsed content of `model.json`
 * @param read gets the name of a weights file in the same directory and returns its bytes, such as `(name) => readFile(join(directory, name))` in Node or
 * `async (name) => (await fetch(name)).arrayBuffer()` in a page
 * @throws ArgumentError when `json` is not the content of a `model.json`; and whatever `read` throws
 *
 * @example
 * ```ts
 * import { mkdtempSync } from "node:fs";
 * import { readFile } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import "@tensorflow/tfjs-backend-cpu";
 * import { compileModel, readArtifacts } from "@dark-knowledge/runtime";
 * import { createMlp } from "@dark-knowledge/training";
 * import { saveModel } from "@dark-knowledge/training/node";
 *
 * const directory = `${mkdtempSync(`${tmpdir()}/`)}/student`;
 * await saveModel(createMlp({ exampleShape: [4], hiddenUnits: [3], classCount: 2, seed: 1 }), directory, { weights: "uint8" });
 *
 * const json = JSON.parse(await readFile(`${directory}/model.json`, "utf8"));
 * const net = compileModel(await readArtifacts(json, (name) => readFile(`${directory}/${name}`)));
 * net.predict(Float32Array.of(1, 0, 0, 1)).length; // => 2
 * ```
 */
export async function readArtifacts(
  json: object,
  read: (name: string) => Promise<ArrayBuffer | Uint8Array>,
): Promise<ModelArtifacts> {
  const fields = { modelTopology: "object", weightsManifest: "objects" } as const;
  assertFields("readArtifacts", json, fields, { argument: "json", prefix: "json." });
  assertFields("readArtifacts", { read }, { read: "function" });
  const { modelTopology, weightsManifest } = json as unknown as ModelJson;
  weightsManifest.forEach((group, index) => {
    const prefix = `json.weightsManifest[${index}].`;
    assertFields("readArtifacts", group, { paths: "texts", weights: "objects" }, { prefix });
  });
  const weightData: ArrayBuffer[] = [];
  for (const name of weightsManifest.flatMap(({ paths }) => paths)) weightData.push(bytesOf(name, await read(name)));
  return { modelTopology, weightSpecs: weightsManifest.flatMap(({ weights }) => weights), weightData };
}

interface ModelJson {
  readonly modelTopology: object;
  readonly weightsManifest: readonly { readonly paths: readonly string[]; readonly weights: readonly WeightSpec[] }[];
}

function bytesOf(name: string, given: ArrayBuffer | Uint8Array): ArrayBuffer {
  // A Buffer of Node shares its memory with others.
  if (ArrayBuffer.isView(given)) return new Uint8Array(given.buffer, given.byteOffset, given.byteLength).slice().buffer;
  // Not instanceof: buffers from another realm count as well.
  if (Object.prototype.toString.call(given) === "[object ArrayBuffer]") return given;
  const expected = `must give the bytes of ${name}`;
  throw new ArgumentError({
    functionName: "readArtifacts",
    argument: "read",
    expected,
    received: formatValue(given),
    code: "dtype",
  });
}
