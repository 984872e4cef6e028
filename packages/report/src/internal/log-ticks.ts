/** Returns 1, 2 and 5 times the powers of ten within the range, or only the powers where the range is long. */
export function logTicks(low: number, high: number): number[] {
  const digits = high / low > 300 ? [1] : [1, 2, 5];
  const powers = Array.from({ length: 40 }, (_, index) => index - 20).filter((power) => 10 ** (power + 1) >= low);
  // Read from text: 5 * 10 ** -3 is not exactly 0.005.
  const ticks = powers.flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)));
  return ticks.filter((tick) => tick >= low / 1.15 && tick <= high * 1.15);
}
