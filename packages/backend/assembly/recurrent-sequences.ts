// Recurrent layers over whole sequences, without what a gradient would need. The sums that enter the gates from the inputs come in, as one product over all positions; each step adds
// those from the states. Everything is row-major.

import { multiplyAndActivate } from "./few-rows";
import { addFloats, copyFloats } from "./images";
import { gruGates, gruStep, lstmStep } from "./recurrent";

/**
 * An LSTM: from `z` [rows, steps, 4·units] the last states `h` [rows, units], and unless `y` is 0 all of them, `y` [rows, steps, units].
 *
 * Positions whose `mask` [rows, steps] is 0 keep the state; where `mask` itself is 0, all count. `panels` are the packed weights of the states, `zeros` a bias of zeros, `list` is as for
 * `multiplyAndActivate`, and `room` is for 7·rows·units floats.
 */
export function lstmSequences(
  z: usize,
  mask: usize,
  rows: i32,
  steps: i32,
  units: i32,
  panels: usize,
  zeros: usize,
  list: usize,
  room: usize,
  h: usize,
  y: usize,
  activation: i32,
  gateActivation: i32,
): void {
  const bytes = 4 * rows * units;
  const cells = room + 4 * bytes;
  const nextCells = cells + bytes;
  const next = nextCells + bytes;
  memory.fill(h, 0, bytes);
  memory.fill(cells, 0, bytes);
  for (let step = 0; step < steps; step++) {
    multiplyAndActivate(h, rows, units, panels, zeros, false, room, 4 * units, false, list);
    addPosition(z, 4 * units * steps, room, rows, 4 * units);
    lstmStep(room, cells, nextCells, next, rows, units, activation, gateActivation);
    keepCounted(nextCells, cells, mask, rows, steps, units);
    keepCounted(next, h, mask, rows, steps, units);
    if (y != 0) writePosition(h, y + 4 * step * units, rows, steps, units);
    z += 16 * units;
    mask += mask != 0 ? 4 : 0;
  }
}

/** A GRU, in the same way: `z` is [rows, steps, 3·units], `panels` are the weights of the gates and behind them those of the candidate, and `room` is for 5·rows·units floats. */
export function gruSequences(
  z: usize,
  mask: usize,
  rows: i32,
  steps: i32,
  units: i32,
  panels: usize,
  zeros: usize,
  list: usize,
  room: usize,
  h: usize,
  y: usize,
  activation: i32,
  gateActivation: i32,
): void {
  const bytes = 4 * rows * units;
  const candidate = room + 2 * bytes;
  const reset = candidate + bytes;
  const next = reset + bytes;
  const candidatePanels = panels + 32 * units * ((2 * units + 7) >> 3);
  memory.fill(h, 0, bytes);
  for (let step = 0; step < steps; step++) {
    multiplyAndActivate(h, rows, units, panels, zeros, false, room, 2 * units, false, list);
    addPosition(z, 3 * units * steps, room, rows, 2 * units);
    gruGates(room, h, reset, rows, units, gateActivation);
    multiplyAndActivate(reset, rows, units, candidatePanels, zeros, false, candidate, units, false, list);
    addPosition(z + 8 * units, 3 * units * steps, candidate, rows, units);
    gruStep(room, h, candidate, next, rows, units, activation);
    keepCounted(next, h, mask, rows, steps, units);
    if (y != 0) writePosition(h, y + 4 * step * units, rows, steps, units);
    z += 12 * units;
    mask += mask != 0 ? 4 : 0;
  }
}

/** Adds one position of each row, which are `stride` floats apart, to `sums`. */
function addPosition(z: usize, stride: i32, sums: usize, rows: i32, count: i32): void {
  for (let row = 0; row < rows; row++) {
    addFloats(z, sums, count);
    z += 4 * stride;
    sums += 4 * count;
  }
}

/** `state ← next` in the rows whose position counts. */
function keepCounted(next: usize, state: usize, mask: usize, rows: i32, steps: i32, units: i32): void {
  for (let row = 0; row < rows; row++) {
    if (mask == 0 || load<f32>(mask + 4 * row * steps) != 0) copyFloats(next, state, units);
    next += 4 * units;
    state += 4 * units;
  }
}

/** Writes the state of each row to one position. */
function writePosition(h: usize, y: usize, rows: i32, steps: i32, units: i32): void {
  for (let row = 0; row < rows; row++) {
    copyFloats(h, y, units);
    h += 4 * units;
    y += 4 * units * steps;
  }
}
