import type { LayersModel } from "@tensorflow/tfjs-layers";
import { sha256Hex } from "./sha256.ts";
import { topologyOf } from "./topology-of.ts";

/**
 * A hash of how a model is built: its layers, their options and connections. Weights, how they were initialised, and names play
 * no part.
 */
export async function fingerprintTopology(model: LayersModel): Promise<string> {
  const { config } = topologyOf(model) as { config: unknown };
  // tfjs generates new names in each process.
  const names = new Map<string, string>();
  collectNames(config, names);
  const text = JSON.stringify(config, (key, value) => {
    if (key.endsWith("_initializer")) return undefined;
    return typeof value === "string" ? (names.get(value) ?? value) : value;
  });
  return sha256Hex(new TextEncoder().encode(text));
}

function collectNames(value: unknown, names: Map<string, string>): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (key === "name" && typeof member === "string" && !names.has(member)) names.set(member, `#${names.size}`);
    collectNames(member, names);
  }
}
