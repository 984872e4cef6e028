import type { Activation } from "../activation.ts";
import { withRoom } from "./atoms.ts";
import { listKnowing } from "./shared-classes.ts";
import { readTopClasses } from "./top-classes.ts";

/** Finds the active specialists, row by row. */
export interface Activator {
  /** The most probable classes of a row, to be written before `activate`. */
  readonly top: Int32Array;
  /** The specialists that know one of them, in ascending order, in the first `activate()` places. */
  readonly active: Int32Array;
  activate(): number;
}

/** Creates an activator for fixed class sets. */
export function createActivator(classes: number, specialists: readonly Int32Array[], topClasses: number): Activator {
  const { start, knowing } = listKnowing(classes, specialists);
  const top = new Int32Array(topClasses);
  const active = new Int32Array(specialists.length);
  const seen = new Int32Array(specialists.length).fill(-1);
  let row = 0;
  return {
    top,
    active,
    activate() {
      row = (row + 1) | 0;
      let count = 0;
      for (let k = 0; k < topClasses; k++) {
        for (let j = start[top[k]!]!; j < start[top[k]! + 1]!; j++) {
          const specialist = knowing[j]!;
          if (seen[specialist] === row) continue;
          seen[specialist] = row;
          let at = count++;
          for (; at > 0 && active[at - 1]! > specialist; at--) active[at] = active[at - 1]!;
          active[at] = specialist;
        }
      }
      return count;
    },
  };
}

/** Finds the active specialists of all rows. */
export function activateRows(activator: Activator, probs: Float32Array, rows: number, classes: number): Activation {
  const sums = new Float64Array(rows);
  const start = new Int32Array(rows + 1);
  const counts = new Int32Array(activator.active.length);
  let specialists = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    sums[row] = readTopClasses("Combiner.activate", probs, row * classes, classes, activator.top, row);
    const count = activator.activate();
    const from = start[row]!;
    specialists = withRoom(specialists, from + count);
    for (let k = 0; k < count; k++) {
      specialists[from + k] = activator.active[k]!;
      counts[activator.active[k]!]!++;
    }
    start[row + 1] = from + count;
  }
  const rowsOf = Array.from(counts, (count) => new Int32Array(count));
  counts.fill(0);
  for (let row = 0; row < rows; row++) {
    for (let k = start[row]!; k < start[row + 1]!; k++) {
      const specialist = specialists[k]!;
      rowsOf[specialist]![counts[specialist]!++] = row;
    }
  }
  return { rows, generalistProbs: probs, sums, start, specialists: specialists.slice(0, start[rows]), rowsOf };
}
