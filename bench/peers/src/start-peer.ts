import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type BackendName, selectBackend } from "@dark-knowledge/backend";
import { defaultDevice, init } from "@jax-js/jax";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-layers";
import { JAX_PEER, OWN_PEERS, STOCK_PEERS } from "./peer-names.ts";

/** The peers that run in Node: this project on one of its backends, tfjs as it comes, jax-js, or a reader of soft targets. */
export type NodePeer = BackendName | (typeof STOCK_PEERS)[number] | typeof JAX_PEER | "soft-targets";

export function isNodePeer(name: string): name is NodePeer {
  return ([...STOCK_PEERS, JAX_PEER, ...OWN_PEERS, "soft-targets"] as readonly string[]).includes(name);
}

/** Makes this process compute as the peer does; what it runs on comes back. */
export async function startPeer(peer: NodePeer, threads: number): Promise<Record<string, string | number | boolean>> {
  if (peer === "soft-targets") return { node: process.versions.node };
  if (peer === JAX_PEER) return startJax();
  // Silences the advice to use another backend.
  tf.env().set("PROD", true);
  const versions = { node: process.versions.node, tfjs: tf.version_core };
  if (peer === "stock-wasm") {
    await import("@tensorflow/tfjs-backend-wasm");
    if (!(await tf.setBackend("wasm"))) throw new Error("the wasm backend does not start");
    return versions;
  }
  if (peer === "stock-tfjs-node") {
    const binding = loadStockBinding();
    await tf.setBackend("tensorflow");
    return { ...versions, ...binding };
  }
  const choice = await selectBackend({ prefer: [peer], threads });
  return { ...versions, ...choice.capabilities };
}

/** Its threads are as many as it finds right. */
async function startJax(): Promise<Record<string, string>> {
  const device = "wasm";
  if (!(await init(device)).includes(device)) throw new Error("its wasm backend does not start");
  defaultDevice(device);
  const manifest = new URL("../package.json", import.meta.resolve("@jax-js/jax"));
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  return { node: process.versions.node, package: `@jax-js/jax ${version}`, device };
}

/** Either package is the same JavaScript; whichever has its binding serves. */
function loadStockBinding(): Record<string, string> {
  const require = createRequire(import.meta.url);
  for (const name of ["@tensorflow/tfjs-node", "@tensorflow/tfjs-node-gpu"]) {
    const folder = dirname(require.resolve(`${name}/package.json`));
    const lib = join(folder, "lib");
    const entries = existsSync(lib) ? readdirSync(lib) : [];
    const isBuilt = entries.some((entry) => existsSync(join(lib, entry, "tfjs_binding.node")));
    if (!isBuilt) continue;
    require(name);
    return { package: name };
  }
  throw new Error("the binding is not built (dark-knowledge native install)");
}
