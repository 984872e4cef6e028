// The last floats of a row, if they are fewer than four, are computed as four too, one by one.

@inline
export function get(at: usize, isFour: bool): v128 {
  return isFour ? v128.load(at) : v128.load32_splat(at);
}

@inline
export function put(at: usize, value: v128, isFour: bool): void {
  if (isFour) v128.store(at, value);
  else store<f32>(at, f32x4.extract_lane(value, 0));
}
