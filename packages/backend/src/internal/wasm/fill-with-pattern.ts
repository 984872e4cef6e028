/** Numbers between −1 and 1 without a pattern that a transposition would keep. */
export function fillWithPattern(values: Float32Array, salt: number): void {
  for (let index = 0; index < values.length; index++) values[index] = (((index + salt) * 7919) % 2003) / 1001 - 1;
}
