/**
 * The problem of one row, reduced to atoms: sets of classes that belong to exactly the same active specialists.
 *
 * Atom 0 holds the classes that no active specialist knows. The arrays grow to the largest row seen and are reused.
 */
export interface Atoms {
  /** Number of atoms, including the empty ones that the refinement leaves behind. */
  count: number;
  /** Number of active specialists. */
  models: number;
  /** Classes in each atom; 0 for one that was refined away. */
  size: Int32Array;
  /**
   * `W_a`: the weighted mass that the models give to each atom; for KL(q, p) `Z_a`, the mass of their geometric mean.
   */
  mass: Float64Array;
  /** The solution: the combined mass of each atom. */
  q: Float64Array;
  /** `d_m`: the weighted mass of each active specialist's dustbin. */
  dustbin: Float64Array;
  /** The weight of each active specialist. */
  weight: Float64Array;
  /** The sum of the weights of the models that know each atom. */
  inside: Float64Array;
  /** `λ`: the sum of all models' weights. */
  total: number;
  /** 1 where specialist m does *not* know atom a, otherwise 0: row-major, a row for each atom. */
  lacks: Float64Array;
}

export function createAtoms(): Atoms {
  return {
    count: 0,
    models: 0,
    size: new Int32Array(0),
    mass: new Float64Array(0),
    q: new Float64Array(0),
    dustbin: new Float64Array(0),
    weight: new Float64Array(0),
    inside: new Float64Array(0),
    total: 0,
    lacks: new Float64Array(0),
  };
}

/** Returns a copy of `array` with room for at least `length`, or `array` itself if it has the room. */
export function withRoom<Data extends Int32Array | Float64Array | Uint8Array>(array: Data, length: number): Data {
  if (array.length >= length) return array;
  const grown = new (array.constructor as new (length: number) => Data)(Math.max(length, 2 * array.length, 16));
  grown.set(array);
  return grown;
}

/** Computes `s_m`: the combined mass outside the classes of a specialist. */
export function outsideMass(atoms: Atoms, model: number): number {
  const { count, models, size, q, lacks } = atoms;
  let sum = 0;
  for (let atom = 0; atom < count; atom++) if (size[atom]! > 0) sum += lacks[atom * models + model]! * q[atom]!;
  return sum;
}
