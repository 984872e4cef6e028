/** The specialists that know each class. */
interface Knowing {
  /** Class i is known by `knowing[start[i]]` to `knowing[start[i + 1] - 1]`, in ascending order. */
  readonly start: Int32Array;
  readonly knowing: Int32Array;
}

/** Finds for each class the specialists that know it. */
export function listKnowing(classes: number, specialists: readonly Int32Array[]): Knowing {
  const start = new Int32Array(classes + 1);
  for (const own of specialists) for (const known of own) start[known + 1]!++;
  for (let known = 0; known < classes; known++) start[known + 1]! += start[known]!;
  const next = start.slice();
  const knowing = new Int32Array(start[classes]!);
  specialists.forEach((own, specialist) => {
    for (const known of own) knowing[next[known]!++] = specialist;
  });
  return { start, knowing };
}

const NONE: readonly number[] = [];

/**
 * Finds for each specialist m and each other one n, at `[m][n]`, the positions in m's list of the classes that n also
 * knows.
 */
export function listShared(classes: number, specialists: readonly Int32Array[]): (readonly number[])[][] {
  const { start, knowing } = listKnowing(classes, specialists);
  return specialists.map((own, specialist) => {
    const shared = specialists.map(() => NONE as number[]);
    own.forEach((known, place) => {
      for (let k = start[known]!; k < start[known + 1]!; k++) {
        const other = knowing[k]!;
        if (other === specialist) continue;
        if (shared[other] === NONE) shared[other] = [];
        shared[other]!.push(place);
      }
    });
    return shared;
  });
}
