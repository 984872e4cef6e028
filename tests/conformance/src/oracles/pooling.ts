import { type Dense, sizeOf, zeros } from "../dense.ts";
import { meetingsOf, type Windows } from "./windows.ts";

/** For each element of an output, the elements of the image that it is made from, and their places in the window. */
interface Pools {
  readonly shape: readonly number[];
  readonly members: readonly (readonly { readonly at: number; readonly inWindow: number }[])[];
}

/** The elements under each window, channel by channel, row by row; what is outside the image is left out. */
function poolsOf(image: Dense, size: readonly number[], windows: Windows): Pools {
  const space = image.shape.slice(1, -1);
  const [batch, channels] = [image.shape[0]!, image.shape.at(-1)!];
  const meetings = meetingsOf(space, size, windows);
  const shape = [batch, ...meetings.shape, channels];
  const members: { at: number; inWindow: number }[][] = Array.from({ length: sizeOf(shape) }, () => []);
  for (let n = 0; n < batch; n++) {
    for (const { out, inImage, inWindow } of meetings.all) {
      for (let c = 0; c < channels; c++) {
        const at = (n * sizeOf(space) + inImage) * channels + c;
        members[(n * sizeOf(meetings.shape) + out) * channels + c]!.push({ at, inWindow });
      }
    }
  }
  return { shape, members };
}

/** The largest element under each window. */
export function maxPoolOracle(image: Dense, size: readonly number[], windows: Windows): Dense {
  const { shape, members } = poolsOf(image, size, windows);
  return pooled(shape, members, (pool) => Math.max(...pool.map(({ at }) => image.values[at]!)));
}

/** The gradient of `maxPool`: to the largest element, of equals to the first. */
export function maxPoolGradientOracle(image: Dense, outgoing: Dense, size: readonly number[], windows: Windows): Dense {
  const result = zeros(image.shape);
  poolsOf(image, size, windows).members.forEach((pool, position) => {
    const largest = pool.reduce((best, one) => (image.values[one.at]! > image.values[best.at]! ? one : best));
    result.values[largest.at]! += outgoing.values[position]!;
  });
  return result;
}

/** Where in the image, as a flat index, the largest element under each window is. */
export function argMaxPoolOracle(image: Dense, size: readonly number[], windows: Windows): Dense {
  const { shape, members } = poolsOf(image, size, windows);
  const largest = (pool: Pools["members"][number]) =>
    pool.reduce((best, one) => (image.values[one.at]! > image.values[best.at]! ? one : best)).at;
  return { ...pooled(shape, members, largest), dtype: "int32" };
}

/** The mean under each window, of the elements that are inside the image. */
export function avgPoolOracle(image: Dense, size: readonly number[], windows: Windows): Dense {
  const { shape, members } = poolsOf(image, size, windows);
  return pooled(shape, members, (pool) => pool.reduce((sum, { at }) => sum + image.values[at]!, 0) / pool.length);
}

/** `dilation2d`: the largest sum of an element under each window and the filter `[rows, columns, channels]` there. */
export function dilation2dOracle(image: Dense, filter: Dense, windows: Windows): Dense {
  const { shape, members } = poolsOf(image, filter.shape.slice(0, 2), windows);
  const channels = image.shape[3]!;
  return pooled(shape, members, (pool, c) =>
    Math.max(...pool.map(({ at, inWindow }) => image.values[at]! + filter.values[inWindow * channels + c]!)),
  );
}

function pooled(
  shape: readonly number[],
  members: Pools["members"],
  poolOf: (pool: Pools["members"][number], channel: number) => number,
): Dense {
  const channels = shape.at(-1)!;
  return {
    dtype: "float32",
    shape,
    values: Float64Array.from(members, (pool, position) => poolOf(pool, position % channels)),
  };
}
