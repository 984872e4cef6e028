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
  /** The slot of each class that some active specialist knows, −1 for the others. */
  readonly slotOf: Int32Array;
  slots: number;
  slotClass: Int32Array;
  slotAtom: Int32Array;
  /** The slots of the active specialists' classes, one specialist after the other. */
  slotList: Int32Array;
  /** `w_i`, or the geometric mean `z_i`. */
  slotMass: Float64Array;
  /** What turns a generalist's probability outside all subsets into `w_i` or `z_i`. */
  outsideScale: number;
  parent: Int32Array;
  model: Int32Array;
  pass: Int32Array;
  child: Int32Array;
}

export function createRow(classes: number): Row {
  return {
    classes,
    atoms: createAtoms(),
    forward: createForwardWorkspace(),
    reverse: createReverseWorkspace(),
    slotOf: new Int32Array(classes).fill(-1),
    slots: 0,
    slotClass: new Int32Array(0),
    slotAtom: new Int32Array(0),
    slotList: new Int32Array(0),
    slotMass: new Float64Array(0),
    outsideScale: 0,
    parent: new Int32Array(0),
    model: new Int32Array(0),
    pass: new Int32Array(0),
    child: new Int32Array(0),
  };
}

/** Gives every class of the active specialists a slot and an atom: each specialist in turn splits the atoms so far. */
export function refine(row: Row, active: readonly ActiveRow[], count: number): void {
  let room = 0;
  for (let m = 0; m < count; m++) room += active[m]!.classes.length;
  row.slotClass = withRoom(row.slotClass, room);
  row.slotAtom = withRoom(row.slotAtom, room);
  row.slotMass = withRoom(row.slotMass, room);
  row.slotList = withRoom(row.slotList, room);
  row.slots = 0;
  row.atoms.count = 0;
  addAtom(row, -1, -1);
  let at = 0;
  for (let m = 0; m < count; m++) {
    split(row, active[m]!.classes, m, at);
    at += active[m]!.classes.length;
  }
  const { atoms } = row;
  for (let slot = 0; slot < row.slots; slot++) atoms.size[row.slotAtom[slot]!]!++;
  atoms.size[0] = row.classes - row.slots;
  atoms.models = count;
  listExcluded(row, active);
}

/** Splits every atom into the classes that specialist m knows and the others. */
function split(row: Row, classes: Int32Array, m: number, start: number): void {
  const { slotOf, slotClass, slotAtom, slotList } = row;
  let { pass, child, slots } = row;
  for (let j = 0; j < classes.length; j++) {
    const known = classes[j]!;
    let slot = slotOf[known]!;
    let from = 0;
    if (slot < 0) {
      slot = slots++;
      slotOf[known] = slot;
      slotClass[slot] = known;
    } else from = slotAtom[slot]!;
    slotList[start + j] = slot;
    if (pass[from] !== m) {
      const added = addAtom(row, from, m);
      ({ pass, child } = row);
      pass[from] = m;
      child[from] = added;
    }
    slotAtom[slot] = child[from]!;
  }
  row.slots = slots;
}

function addAtom(row: Row, parent: number, model: number): number {
  const { atoms } = row;
  const atom = atoms.count++;
  if (atom >= row.parent.length) {
    const room = atom + 1;
    row.parent = withRoom(row.parent, room);
    row.model = withRoom(row.model, room);
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
  row.model[atom] = model;
  row.pass[atom] = -1;
  atoms.size[atom] = 0;
  return atom;
}

/** Fills the lists of the specialists that do not know each atom, in rising order, and the weights of those that do. */
function listExcluded(row: Row, active: readonly ActiveRow[]): void {
  const { atoms, parent, model } = row;
  const { count, models } = atoms;
  atoms.excluded = withRoom(atoms.excluded, count * models);
  atoms.dustbin = withRoom(atoms.dustbin, models);
  atoms.weight = withRoom(atoms.weight, models);
  for (let m = 0; m < models; m++) atoms.weight[m] = active[m]!.weight;
  let end = 0;
  for (let atom = 0; atom < count; atom++) {
    atoms.excludedStart[atom] = end;
    if (atoms.size[atom] === 0) continue;
    // An atom's ancestors carry its specialists in falling order, so the gaps between them are what it lacks.
    let weight = 0;
    let above = models;
    let write = end + models;
    for (let at = atom; at > 0; at = parent[at]!) {
      const m = model[at]!;
      weight += active[m]!.weight;
      for (let other = above - 1; other > m; other--) atoms.excluded[--write] = other;
      above = m;
    }
    for (let other = above - 1; other >= 0; other--) atoms.excluded[--write] = other;
    const length = end + models - write;
    atoms.excluded.copyWithin(end, write, write + length);
    end += length;
    atoms.inside[atom] = weight;
  }
  atoms.excludedStart[count] = end;
}

/** Forgets the row's classes, so that the memory is ready for the next row. */
export function release(row: Row): void {
  for (let slot = 0; slot < row.slots; slot++) row.slotOf[row.slotClass[slot]!] = -1;
  row.slots = 0;
}
