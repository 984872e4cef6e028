import { type Dense, zeros } from "../dense.ts";
import { type Windows, windowsOracle } from "./convolution.ts";

/** The largest element under each window. */
export function maxPoolOracle(image: Dense, size: readonly [number, number], windows: Windows): Dense {
  const { shape, members } = windowsOracle(image, size, windows);
  const values = Float64Array.from(members, (window) => Math.max(...window.map((index) => image.values[index]!)));
  return { dtype: "float32", shape, values };
}

/** The gradient of `maxPool`: to the largest element, of equals to the first. */
export function maxPoolGradientOracle(
  image: Dense,
  outgoing: Dense,
  size: readonly [number, number],
  windows: Windows,
): Dense {
  const result = zeros(image.shape);
  windowsOracle(image, size, windows).members.forEach((window, position) => {
    const largest = window.reduce((best, index) => (image.values[index]! > image.values[best]! ? index : best));
    result.values[largest]! += outgoing.values[position]!;
  });
  return result;
}

/** The mean under each window, of the elements that are inside the image. */
export function avgPoolOracle(image: Dense, size: readonly [number, number], windows: Windows): Dense {
  const { shape, members } = windowsOracle(image, size, windows);
  const values = Float64Array.from(
    members,
    (window) => window.reduce((sum, index) => sum + image.values[index]!, 0) / window.length,
  );
  return { dtype: "float32", shape, values };
}
