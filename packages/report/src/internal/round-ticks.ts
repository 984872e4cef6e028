const STEPS = [1, 2, 5];

/**
 * Returns about `count` round numbers within `[low, high]`: multiples of 1, 2 or 5 times a power of ten, `finest` or
 * more apart.
 */
export function roundTicks(low: number, high: number, count: number, finest = 0): number[] {
  const rough = Math.max(finest, (high - low) / count);
  if (rough === 0) return [low];
  const exponent = Math.floor(Math.log10(rough));
  // Read from text: 5 * 10 ** -3 is not exactly 0.005.
  const scaled = (factor: number) => Number(`${factor}e${exponent}`);
  const step = scaled([...STEPS, 10].find((size) => scaled(size) >= rough * (1 - 1e-9)) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const length = Math.max(0, Math.floor(high / step + 1e-9) - first + 1);
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  return Array.from({ length }, (_, index) => Number(((first + index) * step).toFixed(decimals)));
}
