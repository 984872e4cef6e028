import { type Atoms, createAtoms, withRoom } from "./atoms.ts";
import { createForwardWorkspace, type ForwardWorkspace } from "./solve-forward.ts";
import { createReverseWorkspace, type ReverseWorkspace } from "./solve-reverse.ts";

/** One row of probabilities: a stretch of a larger array. */
export interface RowView {
  probs: ArrayLike<number>;
  offset: number;
}

/** One active specialist of one row: its classes, its probabilities (the dustbin's last) and its weight. */
export interface ActiveRow extends RowView {
  classes: Int32Array;
  weight: number;
  /** `1 / Σ p`, so that rows rounded to float32 sum to one. */
  scale: number;
}

/** Working memory for the rows of one problem size. Nothing in it is allocated again unless a row needs more room. */
export interface Row {
  readonly classes: number;
  readonly atoms: Atoms;
  readonly forward: ForwardWorkspace;
  readonly reverse: ReverseWorkspace;
  /** The atom of each class; 0 for those that no active specialist knows. */
  readonly atomOf: Int32Array;
  /** `w_i`, or the geometric mean `z_i`, of the classes that some active specialist knows. */
  readonly classMass: Float64Array;
  /** What turns a generalist's probability outside all subsets into `w_i` or `z_i`. */
  outsideScale: number;
  parent: Int32Array;
  /** The first and the last active specialist that knows an atom: those at which its classes are first and last met. */
  first: Int32Array;
  last: Int32Array;
  pass: Int32Array;
  child: Int32Array;
}

export function createRow(classes: number): Row {
  return {
    classes,
    atoms: createAtoms(),
    forward: createForwardWorkspace(),
    reverse: createReverseWorkspace(),
    atomOf: new Int32Array(classes),
    classMass: new Float64Array(classes),
    outsideScale: 0,
    parent: new Int32Array(0),
    first: new Int32Array(0),
    last: new Int32Array(0),
    pass: new Int32Array(0),
    child: new Int32Array(0),
  };
}

/** Gives every class of the active specialists its atom: each specialist in turn splits the atoms so far. */
export function refine(row: Row, active: readonly ActiveRow[], count: number): void {
  const { atoms } = row;
  atoms.count = 0;
  atoms.models = count;
  addAtom(row, -1, -1);
  atoms.size[0] = row.classes;
  atoms.dustbin = withRoom(atoms.dustbin, count);
  atoms.weight = withRoom(atoms.weight, count);
  for (let m = 0; m < count; m++) {
    atoms.weight[m] = active[m]!.weight;
    split(row, active[m]!.classes, m);
  }
  listExcluded(row);
}

/** Splits every atom into the classes that specialist m knows and the others. */
function split(row: Row, classes: Int32Array, m: number): void {
  const { atomOf } = row;
  let { pass, child } = row;
  let { size } = row.atoms;
  for (let j = 0; j < classes.length; j++) {
    const known = classes[j]!;
    const from = atomOf[known]!;
    if (pass[from] !== m) {
      const added = addAtom(row, from, m);
      ({ pass, child } = row);
      ({ size } = row.atoms);
      pass[from] = m;
      child[from] = added;
    }
    const to = child[from]!;
    atomOf[known] = to;
    size[from]!--;
    size[to]!++;
  }
}

function addAtom(row: Row, parent: number, model: number): number {
  const { atoms } = row;
  const atom = atoms.count++;
  if (atom >= row.parent.length) {
    const room = atom + 1;
    row.parent = withRoom(row.parent, room);
    row.first = withRoom(row.first, room);
    row.last = withRoom(row.last, room);
    row.pass = withRoom(row.pass, room);
    row.child = withRoom(row.child, room);
    atoms.size = withRoom(atoms.size, room);
    atoms.mass = withRoom(atoms.mass, room);
    atoms.q = withRoom(atoms.q, room);
    atoms.inside = withRoom(atoms.inside, room);
    // One more than the others have, whatever they grew to.
    atoms.excludedStart = withRoom(atoms.excludedStart, row.parent.length + 1);
  }
  row.parent[atom] = parent;
  row.first[atom] = parent > 0 ? row.first[parent]! : model;
  row.last[atom] = model;
  row.pass[atom] = -1;
  atoms.size[atom] = 0;
  return atom;
}

/** Fills the lists of the specialists that do not know each atom, in rising order, and the weights of those that do. */
function listExcluded(row: Row): void {
  const { atoms, parent, last } = row;
  const { count, models, weight } = atoms;
  atoms.excluded = withRoom(atoms.excluded, count * models);
  const { excluded, excludedStart, size, inside } = atoms;
  let end = 0;
  for (let atom = 0; atom < count; atom++) {
    excludedStart[atom] = end;
    if (size[atom] === 0) continue;
    // An atom's ancestors carry its specialists in falling order, so the gaps between them are what it lacks.
    let known = 0;
    let above = models;
    let write = end + models;
    for (let at = atom; at > 0; at = parent[at]!) {
      const m = last[at]!;
      known += weight[m]!;
      for (let other = above - 1; other > m; other--) excluded[--write] = other;
      above = m;
    }
    for (let other = above - 1; other >= 0; other--) excluded[--write] = other;
    const length = end + models - write;
    for (let k = 0; k < length; k++) excluded[end + k] = excluded[write + k]!;
    end += length;
    inside[atom] = known;
  }
  excludedStart[count] = end;
}

/** Forgets the row's classes, so that the memory is ready for the next row. */
export function release({ atoms, atomOf }: Row, active: readonly ActiveRow[]): void {
  for (let m = 0; m < atoms.models; m++) {
    const { classes } = active[m]!;
    for (let j = 0; j < classes.length; j++) atomOf[classes[j]!] = 0;
  }
}
