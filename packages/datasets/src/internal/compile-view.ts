import type { Batch, Input, Mix } from "../batch.ts";
import type { Dataset } from "../dataset.ts";
import { compileColumn } from "./compile-column.ts";
import { drawMix } from "./draw-mix.ts";
import { makeInput } from "./make-input.ts";
import { pickTargets } from "./pick-targets.ts";
import type { AugmentationPlan } from "./plan-augmentation.ts";

type Inputs = Record<string, Input>;

/** Makes batches of chosen examples of one dataset; a batch takes its ids over. What is chosen has been checked. */
export function compileView(
  functionName: string,
  { columns, targets, weights, rows }: Dataset,
  { columns: plans, moves, alpha }: AugmentationPlan,
): (ids: Int32Array, augmentationSeed: number) => Batch {
  const compiled = Object.entries(columns).map(
    ([name, column]) => [name, compileColumn(functionName, column), plans[name]] as const,
  );
  const inputsOf = (ids: Int32Array, seed: number) => {
    const inputs: Inputs = {};
    for (const [name, column, plan] of compiled) inputs[name] = makeInput(column, ids, seed, plan);
    return inputs;
  };
  const targetsOf = (ids: Int32Array, seed: number) =>
    pickTargets(targets, ids, moves === undefined || seed === 0 ? undefined : { moves, seed });
  const mixOf = (ids: Int32Array, seed: number, inputs: Inputs): Mix => {
    const drawn = Array.from(ids, (id) => drawMix(rows, alpha!, seed, id));
    const partners = Int32Array.from(drawn, ({ partner }) => partner);
    const shares = Float32Array.from(drawn, ({ share }) => share);
    mixInto(inputs, inputsOf(partners, seed), shares);
    return { partners, shares, targets: targetsOf(partners, seed) };
  };
  return (ids, augmentationSeed) => {
    const inputs = inputsOf(ids, augmentationSeed);
    const isMixed = alpha !== undefined && augmentationSeed !== 0;
    return {
      inputs,
      targets: targetsOf(ids, augmentationSeed),
      ...(isMixed ? { mix: mixOf(ids, augmentationSeed, inputs) } : {}),
      ...(weights === undefined ? {} : { weights: Float32Array.from(ids, (id) => weights[id]!) }),
      ids,
      augmentationSeed,
    };
  };
}

function mixInto(inputs: Inputs, others: Inputs, shares: Float32Array): void {
  for (const [name, { values }] of Object.entries(inputs)) {
    const other = others[name]!.values;
    const size = values.length / shares.length;
    for (let at = 0; at < values.length; at++) {
      const share = shares[Math.floor(at / size)]!;
      values[at] = share * values[at]! + (1 - share) * other[at]!;
    }
  }
}
