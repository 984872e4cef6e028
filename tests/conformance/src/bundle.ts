import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** A program of this folder and the workspace's sources in one script. For Node, the npm packages stay outside. */
export async function bundle(program: string, platform: "node" | "browser"): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`programs/${program}.ts`, import.meta.url))],
    bundle: true,
    write: false,
    platform,
    format: "esm",
    target: "es2022",
    conditions: ["@dark-knowledge/source"],
    // The private imports of backend, whose manifest a script elsewhere does not have.
    alias:
      platform === "node" ? { "#webgpu": "webgpu", "#tfjs-backend-webgpu": "@tensorflow/tfjs-backend-webgpu" } : {},
    external: platform === "node" ? ["@tensorflow/*", "koffi", "webgpu"] : ["koffi", "@tensorflow/tfjs-node*"],
    logLevel: "silent",
  });
  return outputFiles[0]!.text;
}
