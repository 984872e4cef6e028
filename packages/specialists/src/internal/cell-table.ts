/** Numbers by cell of a sparse matrix: a hash table with open addressing. */
export interface CellTable {
  /** Adds to the cell `key` = row · columns + column. */
  add(key: number, mass: number): void;
  /** The number of cells that are not 0. */
  size(): number;
  /** Returns the keys in ascending order. */
  keys(): Uint32Array;
  get(key: number): number;
}

/** Marks an empty slot: 65,535² − 1 is the largest key. */
const FREE = 0xffffffff;

/** 12 bytes per slot; at most three quarters of the slots are used. */
export function createCellTable(): CellTable {
  let bits = 8;
  let keys = new Uint32Array(1 << bits).fill(FREE);
  let masses = new Float64Array(1 << bits);
  let size = 0;

  /** Finds the slot of a key, or the slot where it would be. */
  function placeOf(key: number): number {
    const mask = keys.length - 1;
    // Fibonacci hashing: the high bits of a product are well mixed.
    let place = Math.imul(key, 0x9e3779b1) >>> (32 - bits);
    while (keys[place] !== key && keys[place] !== FREE) place = (place + 1) & mask;
    return place;
  }

  function grow(): void {
    const [oldKeys, oldMasses] = [keys, masses];
    bits++;
    keys = new Uint32Array(1 << bits).fill(FREE);
    masses = new Float64Array(1 << bits);
    for (let old = 0; old < oldKeys.length; old++) {
      if (oldKeys[old] === FREE) continue;
      const place = placeOf(oldKeys[old]!);
      keys[place] = oldKeys[old]!;
      masses[place] = oldMasses[old]!;
    }
  }

  return {
    add(key, mass) {
      if (mass === 0) return;
      let place = placeOf(key);
      if (keys[place] === FREE) {
        if (4 * (size + 1) > 3 * keys.length) {
          grow();
          place = placeOf(key);
        }
        keys[place] = key;
        size++;
      }
      masses[place]! += mass;
    },
    size: () => size,
    keys: () => keys.filter((key) => key !== FREE).sort(),
    get: (key) => masses[placeOf(key)]!,
  };
}
