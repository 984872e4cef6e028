import type { Layer, StepCase } from "./cases.ts";

/** The layers that jax-js has: recurrent ones and batch norm would have to be written for it. */
const KINDS: readonly Layer["kind"][] = ["dense", "dropout", "conv", "maxPool", "flatten"];

/** Whether a step can be written with jax-js as its users would: from its own layers and products. */
export function runsInJax({ layers }: StepCase): boolean {
  return layers.every(({ kind }) => KINDS.includes(kind));
}
