import type { Layer } from "./layers-of.ts";

/** Whether a layer says which positions of its input are padding. */
export function makesMask(layer: Layer): boolean {
  return layer.getClassName() === "Masking" || layer.getConfig().maskZero === true;
}
