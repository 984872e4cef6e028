// One step of recurrent layers on a batch, and its gradient: what is left when the products are done. Everything is row-major
// [rows, units] or, for gates, [rows, gates·units]. An activation's slope is a function of what it gave, so nothing else is kept.

import { sigmoid, tanh } from "./functions";
import { get, put } from "./lanes";

/** Activations, by number: `src/internal/recurrent/activations.ts` has the same. */
const RELU: i32 = 1;
const TANH: i32 = 2;
const SIGMOID: i32 = 3;
const HARD_SIGMOID: i32 = 4;

/** The slope where the activation gave `y`. */
function slopeAt(y: v128, activation: i32): v128 {
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  if (activation == TANH) return f32x4.sub(one, f32x4.mul(y, y));
  if (activation == SIGMOID) return f32x4.mul(y, f32x4.sub(one, y));
  if (activation == RELU) return v128.and(one, f32x4.gt(y, zero));
  if (activation == HARD_SIGMOID) {
    return v128.and(f32x4.splat(0.2), v128.and(f32x4.gt(y, zero), f32x4.lt(y, one)));
  }
  return one;
}

/** `h ← activation(h)`: a step of a simple layer, and a part of the others. */
export function activateAll(h: usize, count: i32, activation: i32): void {
  if (activation == TANH) tanh(h, h, count);
  else if (activation == SIGMOID) sigmoid(h, h, count);
  else if (activation == RELU || activation == HARD_SIGMOID) clampAll(h, count, activation == RELU);
}

/** `h ← max(0, h)`, or the hard sigmoid, `min(1, max(0, 0.2·h + 0.5))`. */
function clampAll(h: usize, count: i32, isRelu: bool): void {
  const factor = f32x4.splat(isRelu ? 1 : 0.2);
  const term = f32x4.splat(isRelu ? 0 : 0.5);
  const most = f32x4.splat(isRelu ? Infinity : 1);
  for (let i = 0; i < count; ) {
    const isFour = i + 4 <= count;
    const line = f32x4.add(f32x4.mul(get(h, isFour), factor), term);
    put(h, f32x4.pmin(f32x4.pmax(line, f32x4.splat(0)), most), isFour);
    const done = isFour ? 4 : 1;
    i += done;
    h += 4 * done;
  }
}

/** `dz ← dh·slope`, where the activation gave `h`. */
export function activationGradient(dh: usize, h: usize, dz: usize, count: i32, activation: i32): void {
  for (let i = 0; i < count; ) {
    const isFour = i + 4 <= count;
    put(dz, f32x4.mul(get(dh, isFour), slopeAt(get(h, isFour), activation)), isFour);
    const done = isFour ? 4 : 1;
    i += done;
    dh += 4 * done;
    h += 4 * done;
    dz += 4 * done;
  }
}

/**
 * A step of an LSTM: `gates` holds the sums that enter the input, forget, candidate and output gates, and then what these give.
 * `before` is the state of the cells.
 */
export function lstmStep(
  gates: usize,
  before: usize,
  cells: usize,
  h: usize,
  rows: i32,
  units: i32,
  activation: i32,
  gateActivation: i32,
): void {
  const gap = 4 * units;
  for (let row = 0; row < rows; row++) {
    activateAll(gates, 2 * units, gateActivation);
    activateAll(gates + 2 * gap, units, activation);
    activateAll(gates + 3 * gap, units, gateActivation);
    for (let at = 0; at < gap; ) {
      const isFour = at + 16 <= gap;
      const fresh = f32x4.mul(get(gates + at, isFour), get(gates + 2 * gap + at, isFour));
      const cell = f32x4.add(f32x4.mul(get(gates + gap + at, isFour), get(before + at, isFour)), fresh);
      put(cells + at, cell, isFour);
      put(h + at, cell, isFour);
      at += isFour ? 16 : 4;
    }
    activateAll(h, units, activation);
    for (let at = 0; at < gap; ) {
      const isFour = at + 16 <= gap;
      put(h + at, f32x4.mul(get(gates + 3 * gap + at, isFour), get(h + at, isFour)), isFour);
      at += isFour ? 16 : 4;
    }
    gates += 4 * gap;
    before += gap;
    cells += gap;
    h += gap;
  }
}

/** From the gradient of `h` and of the cells that of the sums, `dz`; `dCells` becomes the gradient of `before`. */
export function lstmStepGradient(
  gates: usize,
  before: usize,
  cells: usize,
  dh: usize,
  dCells: usize,
  dz: usize,
  rows: i32,
  units: i32,
  activation: i32,
  gateActivation: i32,
): void {
  const gap = 4 * units;
  for (let row = 0; row < rows; row++) {
    memory.copy(dz, cells, gap);
    activateAll(dz, units, activation);
    for (let at = 0; at < gap; ) {
      const isFour = at + 16 <= gap;
      const input = get(gates + at, isFour);
      const forget = get(gates + gap + at, isFour);
      const candidate = get(gates + 2 * gap + at, isFour);
      const output = get(gates + 3 * gap + at, isFour);
      const active = get(dz + at, isFour);
      const dOut = get(dh + at, isFour);
      const through = f32x4.mul(f32x4.mul(dOut, output), slopeAt(active, activation));
      const dCell = f32x4.add(get(dCells + at, isFour), through);
      const previous = get(before + at, isFour);
      put(dz + at, f32x4.mul(f32x4.mul(dCell, candidate), slopeAt(input, gateActivation)), isFour);
      put(dz + gap + at, f32x4.mul(f32x4.mul(dCell, previous), slopeAt(forget, gateActivation)), isFour);
      put(dz + 2 * gap + at, f32x4.mul(f32x4.mul(dCell, input), slopeAt(candidate, activation)), isFour);
      put(dz + 3 * gap + at, f32x4.mul(f32x4.mul(dOut, active), slopeAt(output, gateActivation)), isFour);
      put(dCells + at, f32x4.mul(dCell, forget), isFour);
      at += isFour ? 16 : 4;
    }
    gates += 4 * gap;
    cells += gap;
    dh += gap;
    dCells += gap;
    before += gap;
    dz += 4 * gap;
  }
}

/**
 * The first half of a step of a GRU: `gates` holds the sums that enter the update and reset gates, and then what these give;
 * `reset ← reset gate · before`.
 */
export function gruGates(
  gates: usize,
  before: usize,
  reset: usize,
  rows: i32,
  units: i32,
  gateActivation: i32,
): void {
  const gap = 4 * units;
  activateAll(gates, 2 * rows * units, gateActivation);
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < gap; ) {
      const isFour = at + 16 <= gap;
      put(reset + at, f32x4.mul(get(gates + gap + at, isFour), get(before + at, isFour)), isFour);
      at += isFour ? 16 : 4;
    }
    gates += 2 * gap;
    reset += gap;
    before += gap;
  }
}

/** The second half: `candidate` holds the sums that enter it, and then what it gives; `h ← z·before + (1 − z)·candidate`. */
export function gruStep(
  gates: usize,
  before: usize,
  candidate: usize,
  h: usize,
  rows: i32,
  units: i32,
  activation: i32,
): void {
  const gap = 4 * units;
  activateAll(candidate, rows * units, activation);
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < gap; ) {
      const isFour = at + 16 <= gap;
      const update = get(gates + at, isFour);
      const fresh = get(candidate + at, isFour);
      const next = f32x4.add(
        f32x4.mul(update, get(before + at, isFour)),
        f32x4.mul(f32x4.sub(f32x4.splat(1), update), fresh),
      );
      put(h + at, next, isFour);
      at += isFour ? 16 : 4;
    }
    gates += 2 * gap;
    candidate += gap;
    before += gap;
    h += gap;
  }
}

/**
 * From the gradient `dh` that of the sums into the candidate, `dCandidate`, and of those into the update gate, the first half of
 * `dGates`; `dh` becomes the part of the gradient of `before` that passes by the gates.
 */
export function gruStepGradient(
  gates: usize,
  before: usize,
  candidate: usize,
  dh: usize,
  dGates: usize,
  dCandidate: usize,
  rows: i32,
  units: i32,
  activation: i32,
  gateActivation: i32,
): void {
  const gap = 4 * units;
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < gap; ) {
      const isFour = at + 16 <= gap;
      const update = get(gates + at, isFour);
      const fresh = get(candidate + at, isFour);
      const dOut = get(dh + at, isFour);
      const previous = get(before + at, isFour);
      const dFresh = f32x4.mul(dOut, f32x4.sub(f32x4.splat(1), update));
      const dUpdate = f32x4.mul(dOut, f32x4.sub(previous, fresh));
      put(dCandidate + at, f32x4.mul(dFresh, slopeAt(fresh, activation)), isFour);
      put(dGates + at, f32x4.mul(dUpdate, slopeAt(update, gateActivation)), isFour);
      put(dh + at, f32x4.mul(dOut, update), isFour);
      at += isFour ? 16 : 4;
    }
    gates += 2 * gap;
    candidate += gap;
    dh += gap;
    before += gap;
    dCandidate += gap;
    dGates += 2 * gap;
  }
}

/**
 * From the gradient `dReset` of `reset` that of the sums into the reset gate, the second half of `dGates`; adds the rest to `dh`,
 * the gradient of `before`.
 */
export function gruGatesGradient(
  gates: usize,
  before: usize,
  dReset: usize,
  dh: usize,
  dGates: usize,
  rows: i32,
  units: i32,
  gateActivation: i32,
): void {
  const gap = 4 * units;
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < gap; ) {
      const isFour = at + 16 <= gap;
      const open = get(gates + gap + at, isFour);
      const gradient = get(dReset + at, isFour);
      const previous = get(before + at, isFour);
      put(dGates + gap + at, f32x4.mul(f32x4.mul(gradient, previous), slopeAt(open, gateActivation)), isFour);
      put(dh + at, f32x4.add(get(dh + at, isFour), f32x4.mul(gradient, open)), isFour);
      at += isFour ? 16 : 4;
    }
    gates += 2 * gap;
    dReset += gap;
    before += gap;
    dGates += 2 * gap;
    dh += gap;
  }
}
