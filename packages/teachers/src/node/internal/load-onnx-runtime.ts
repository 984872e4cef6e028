import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { OnnxRuntime } from "../../onnx-teacher.ts";

/** The faster one first; from the directory that the process runs in, and then from where this package is installed. */
export async function loadOnnxRuntime(functionName: string): Promise<OnnxRuntime> {
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
