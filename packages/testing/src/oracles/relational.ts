type Rows = readonly (readonly number[])[];

/** RKD's distance part per row in float64, pair by pair. */
export function relationalDistanceOracle(student: Rows, teacher: Rows): number[] {
  const relative = (rows: Rows) => {
    let total = 0;
    for (const [i, a] of rows.entries()) for (const b of rows.slice(0, i)) total += 2 * distance(a, b);
    const mean = total / (rows.length * (rows.length - 1));
    return (i: number, j: number) => distance(rows[i]!, rows[j]!) / mean;
  };
  const [ours, theirs] = [relative(student), relative(teacher)];
  return student.map((_, i) => {
    let loss = 0;
    for (let j = 0; j < student.length; j++) if (j !== i) loss += huber(ours(i, j) - theirs(i, j));
    return loss / (student.length - 1);
  });
}

/** RKD's angle part per row in float64, with each cosine from the three sides: `(a² + b² − c²) / 2ab`. */
export function relationalAngleOracle(student: Rows, teacher: Rows): number[] {
  const cosine = (rows: Rows, i: number, j: number, k: number) => {
    const [a, b, c] = [distance(rows[i]!, rows[j]!), distance(rows[k]!, rows[j]!), distance(rows[i]!, rows[k]!)];
    return a * b === 0 ? 0 : (a * a + b * b - c * c) / (2 * a * b);
  };
  const count = student.length;
  return student.map((_, j) => {
    let loss = 0;
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < count; k++) {
        if (i !== j && k !== j && i !== k) loss += huber(cosine(student, i, j, k) - cosine(teacher, i, j, k));
      }
    }
    return loss / ((count - 1) * (count - 2));
  });
}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((x, index) => x - b[index]!));
}

function huber(difference: number): number {
  const size = Math.abs(difference);
  return size <= 1 ? size ** 2 / 2 : size - 0.5;
}
