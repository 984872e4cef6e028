import { type Atoms, createAtoms, withRoom } from "./atoms.ts";
import { createForwardWorkspace, type ForwardWorkspace } from "./solve-forward.ts";
import { createReverseWorkspace, type ReverseWorkspace } from "./solve-reverse.ts";

/** One row of probabilities: a range of a larger array. */
export interface RowView {
  probs: ArrayLike<number>;
  offset: number;
}

/** One active specialist of one row: its classes, its probabilities (the dustbin's last) and its weight. */
export interface ActiveRow extends RowView {
  classes: Int32Array;
  /** Its index among the specialists, as used by `shared`. */
  index: number;
  /** For each other specialist, the positions in `classes` of those that it also knows. */
  shared: readonly (readonly number[])[];
  weight: number;
  /** `1 / Σ p`, so that rows rounded to float32 sum to one. */
  scale: number;
}

/** Working memory for the rows of one problem size. It is reallocated only if a row needs more room. */
export interface Row {
  readonly classes: number;
  readonly atoms: Atoms;
  readonly forward: ForwardWorkspace;
  readonly reverse: ReverseWorkspace;
  /** The atom of each class that several active specialists know; 0 for all others. */
  readonly atomOf: Int32Array;
  /** `w_i` of these classes; the geometric mean `z_i` of those that some active specialist knows. */
  readonly classMass: Float64Array;
  /** The positions of these classes in the lists of the active specialists: those of m end at `sharedEnd[m]`. */
  shared: Int32Array;
  sharedEnd: Int32Array;
  /** The factor that turns a generalist's probability outside all subsets into `w_i` or `z_i`. */
  outsideScale: number;
  /** The generalist's probability outside all subsets. */
  generalOutside: number;
  parent: Int32Array;
  /** The first and the last active specialist that knows an atom: those where its classes first and last occur. */
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
    shared: new Int32Array(0),
    sharedEnd: new Int32Array(0),
    outsideScale: 0,
    generalOutside: 0,
    parent: new Int32Array(0),
    first: new Int32Array(0),
    last: new Int32Array(0),
    pass: new Int32Array(0),
    child: new Int32Array(0),
  };
}

/**
 * Finds the atoms. Atom 0 holds what no active specialist knows, atom m + 1 what only active specialist m knows. The
 * classes that several know, usually few, get theirs one by one: each specialist in turn splits the atoms so far.
 */
export function refine(row: Row, active: readonly ActiveRow[], count: number): void {
  const { atoms } = row;
  atoms.count = 0;
  atoms.models = count;
  addAtom(row, -1, -1);
  for (let m = 0; m < count; m++) addAtom(row, 0, m);
  atoms.size[0] = row.classes;
  atoms.dustbin = withRoom(atoms.dustbin, count);
  atoms.weight = withRoom(atoms.weight, count);
  row.sharedEnd = withRoom(row.sharedEnd, count);
  let end = 0;
  for (let m = 0; m < count; m++) {
    const own = active[m]!;
    atoms.weight[m] = own.weight;
    atoms.size[0]! -= own.classes.length;
    atoms.size[m + 1] = own.classes.length;
    row.shared = withRoom(row.shared, end + own.classes.length);
    for (let other = 0; other < count; other++) {
      const places = own.shared[active[other]!.index]!;
      if (places.length > 0) end = split(row, own.classes, places, m, end);
    }
    row.sharedEnd[m] = end;
  }
  listLacking(row);
}

/** Moves the classes at `places`, which specialist m shares with another one, to the atoms with m; lists each once. */
function split(row: Row, classes: Int32Array, places: readonly number[], m: number, start: number): number {
  const { atoms, atomOf, shared } = row;
  let end = start;
  for (let j = 0; j < places.length; j++) {
    const place = places[j]!;
    const known = classes[place]!;
    const from = atomOf[known]!;
    if (from === 0) atomOf[known] = m + 1;
    else if (row.last[from] === m) continue;
    else {
      if (row.pass[from] !== m) {
        const added = addAtom(row, from, m);
        row.pass[from] = m;
        row.child[from] = added;
      }
      const to = row.child[from]!;
      atomOf[known] = to;
      atoms.size[from]!--;
      atoms.size[to]!++;
      // It was counted twice.
      atoms.size[m + 1]!--;
      atoms.size[0]!++;
    }
    shared[end++] = place;
  }
  return end;
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
  }
  row.parent[atom] = parent;
  row.first[atom] = parent > 0 ? row.first[parent]! : model;
  row.last[atom] = model;
  row.pass[atom] = -1;
  atoms.size[atom] = 0;
  return atom;
}

/** Records which specialists do not know each atom, and the weights of those that do. */
function listLacking(row: Row): void {
  const { atoms, parent, last } = row;
  const { count, models, weight, inside } = atoms;
  atoms.lacks = withRoom(atoms.lacks, count * models);
  const { lacks } = atoms;
  for (let atom = 0; atom < count; atom++) {
    const start = atom * models;
    for (let m = 0; m < models; m++) lacks[start + m] = 1;
    let known = 0;
    // An atom's ancestors carry its specialists.
    for (let at = atom; at > 0; at = parent[at]!) {
      lacks[start + last[at]!] = 0;
      known += weight[last[at]!]!;
    }
    inside[atom] = known;
  }
}

/** Clears the row's classes, so that the memory is ready for the next row. */
export function release({ atoms, atomOf, shared, sharedEnd }: Row, active: readonly ActiveRow[]): void {
  let at = 0;
  for (let m = 0; m < atoms.models; m++) {
    const { classes } = active[m]!;
    for (; at < sharedEnd[m]!; at++) atomOf[classes[shared[at]!]!] = 0;
  }
}
