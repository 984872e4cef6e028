import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { assertFields } from "@dark-knowledge/core";
import type { OnnxRuntime } from "../onnx-teacher.ts";

/**
 * Loads the ONNX runtime that is installed: `onnxruntime-node`, which is faster, or else `onnxruntime-web`; from the directory that the process runs in,
 * or else from where this package is installed.
 *
 * @param functionName the function that needs it; the error starts with it
 * @throws Error that says how to install one, if there is none
 *
 * @example
 * ```ts
 * import { loadOnnxRuntime } from "@dark-knowledge/teachers/node";
 *
 * const { InferenceSession } = await loadOnnxRuntime("main");
 * typeof InferenceSession.create; // => "function"
 * ```
 */
export async function loadOnnxRuntime(functionName: string): Promise<OnnxRuntime> {
  assertFields("loadOnnxRuntime", { functionName }, { functionName: "text" });
  for (const name of ["onnxruntime-node", "onnxruntime-web"]) {
    for (const folder of [pathToFileURL(join(process.cwd(), "/")), import.meta.url]) {
      let path: string;
      try {
        path = createRequire(folder).resolve(name);
      } catch {
        continue;
      }
      const { default: whole, ...runtime } = await import(pathToFileURL(path).href);
      return (runtime.InferenceSession === undefined ? whole : runtime) as OnnxRuntime;
    }
  }
  throw new Error(
    `${functionName}: an .onnx file needs a runtime; run npm install onnxruntime-web, or npm install --ignore-scripts onnxruntime-node, which is faster`,
  );
}
