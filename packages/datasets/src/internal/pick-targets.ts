import type { BatchTargets } from "../batch.ts";
import type { NumberTargets, PositionTargets, SeveralClassTargets, Targets } from "../targets.ts";
import { longestOf } from "./make-input.ts";
import { product } from "./product.ts";

/** The targets of some examples, in new arrays. */
export function pickTargets(targets: Targets, ids: Int32Array): BatchTargets {
  if (targets.kind === "none") return { kind: "none" };
  if (targets.kind === "classes") return { kind: "classes", labels: ids.map((id) => targets.labels[id]!) };
  if (targets.kind === "several-classes") return pickSeveral(targets, ids);
  return targets.kind === "positions" ? pickPositions(targets, ids) : pickNumbers(targets, ids);
}

function pickSeveral({ labels, classNames }: SeveralClassTargets, ids: Int32Array): BatchTargets {
  const shape = [ids.length, classNames.length];
  const picked = new Int32Array(product(shape));
  ids.forEach((id, index) => {
    const start = id * classNames.length;
    picked.set(labels.subarray(start, start + classNames.length), index * classNames.length);
  });
  return { kind: "several-classes", labels: picked, shape };
}

function pickPositions({ labels, shape, offsets, ignored }: PositionTargets, ids: Int32Array): BatchTargets {
  const size = product(shape);
  const startOf = (id: number) => (offsets === undefined ? id : offsets[id]!);
  const lengths = ids.map((id) => startOf(id + 1) - startOf(id));
  const longest = longestOf(lengths);
  const picked = new Int32Array(ids.length * longest * size).fill(-1);
  ids.forEach((id, index) => {
    const from = startOf(id) * size;
    const to = index * longest * size;
    for (let at = 0; at < lengths[index]! * size; at++) {
      const label = labels[from + at]!;
      if (label !== ignored) picked[to + at] = label;
    }
  });
  return {
    kind: "positions",
    labels: picked,
    shape: [ids.length, ...(offsets === undefined ? [] : [longest]), ...shape],
  };
}

function pickNumbers({ values, known, names }: NumberTargets, ids: Int32Array): BatchTargets {
  const size = names.length;
  const shape = [ids.length, size];
  const picked = new Float32Array(product(shape));
  const pickedKnown = new Uint8Array(picked.length).fill(1);
  ids.forEach((id, index) => {
    for (let output = 0; output < size; output++) {
      const from = id * size + output;
      const to = index * size + output;
      if (known === undefined || known[from] === 1) picked[to] = values[from]!;
      else pickedKnown[to] = 0;
    }
  });
  return { kind: "numbers", values: picked, known: pickedKnown, shape };
}
