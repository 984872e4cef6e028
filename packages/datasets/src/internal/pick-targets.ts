import type { BatchTargets } from "../batch.ts";
import type { NumberTargets, PositionTargets, SeveralClassTargets, Targets } from "../targets.ts";
import { compileScales, scaleSteps } from "./compile-scales.ts";
import { drawMove, type MoveSteps } from "./draw-move.ts";
import { longestOf } from "./make-input.ts";
import { product } from "./product.ts";
import { nearestAlong } from "./read-moved.ts";

/** How images are moved, and the classes of their pixels with them. */
interface Moved {
  readonly moves: MoveSteps;
  readonly seed: number;
}

/** The targets of some examples, in new arrays; those of pixels are moved with them. */
export function pickTargets(targets: Targets, ids: Int32Array, moved?: Moved): BatchTargets {
  if (targets.kind === "none") return { kind: "none" };
  if (targets.kind === "classes") return { kind: "classes", labels: ids.map((id) => targets.labels[id]!) };
  if (targets.kind === "several-classes") return pickSeveral(targets, ids);
  if (targets.kind === "numbers") return pickNumbers(targets, ids);
  return moved === undefined ? pickPositions(targets, ids) : pickMoved(targets, ids, moved);
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

/** The class of the nearest stored pixel. */
function pickMoved({ labels, shape, ignored }: PositionTargets, ids: Int32Array, { moves, seed }: Moved): BatchTargets {
  const [height, width] = shape as [number, number];
  const picked = new Int32Array(ids.length * height * width).fill(-1);
  ids.forEach((id, index) => {
    const { down, right } = drawMove(moves, { height, width }, seed, id);
    const rows = nearestAlong(height, down);
    const columns = nearestAlong(width, right);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        if (rows[y]! < 0 || columns[x]! < 0) continue;
        const label = labels[(id * height + rows[y]!) * width + columns[x]!]!;
        if (label !== ignored) picked[(index * height + y) * width + x] = label;
      }
    }
  });
  return { kind: "positions", labels: picked, shape: [ids.length, height, width] };
}

function pickNumbers({ values, known, names, scale }: NumberTargets, ids: Int32Array): BatchTargets {
  const size = names.length;
  const shape = [ids.length, size];
  const picked = new Float32Array(product(shape));
  const pickedKnown = new Uint8Array(picked.length).fill(1);
  const apply = compileScales(scaleSteps(scale === undefined ? [] : [scale], size));
  ids.forEach((id, index) => {
    for (let output = 0; output < size; output++) {
      const from = id * size + output;
      const to = index * size + output;
      if (known === undefined || known[from] === 1) picked[to] = values[from]!;
      else pickedKnown[to] = 0;
    }
  });
  apply(picked, 0, picked.length);
  pickedKnown.forEach((isKnown, index) => {
    if (isKnown === 0) picked[index] = 0;
  });
  return { kind: "numbers", values: picked, known: pickedKnown, shape };
}
