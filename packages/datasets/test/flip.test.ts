import { expect, test } from "vitest";
import { createDataset, flip, viewOf } from "../src/index.ts";

test("flip mirrors half of the images, and a class at each pixel with them", () => {
  const pixels = Int32Array.from({ length: 400 * 6 }, (_, at) => (at * 7) % 5);
  const maps = createDataset({
    columns: { image: { values: Float32Array.from(pixels), shape: [2, 3, 1] } },
    targets: { kind: "positions", labels: pixels, shape: [2, 3], classNames: [..."abcd"], ignored: 4 },
  });
  const { inputs, targets } = viewOf(maps, [...maps.rows], 3, {
    augment: [flip({ horizontal: true, vertical: true })],
  });
  const shown = inputs.image!.values;
  expect((targets as { labels: Int32Array }).labels).toEqual(
    Int32Array.from(shown, (value) => (value === 4 ? -1 : value)),
  );
  const ways = {
    as: [0, 1, 2, 3, 4, 5],
    across: [2, 1, 0, 5, 4, 3],
    down: [3, 4, 5, 0, 1, 2],
    both: [5, 4, 3, 2, 1, 0],
  };
  const counted = Object.values(ways).map(
    (way) =>
      [...maps.rows].filter((id) => way.every((from, to) => shown[id * 6 + to] === pixels[id * 6 + from])).length,
  );
  expect(counted.reduce((sum, count) => sum + count, 0)).toBe(400);
  // Each has 100 ± 9 of 400.
  for (const count of counted) expect(Math.abs(count - 100)).toBeLessThan(35);
});

test.each([[() => flip({}), "flip: options must set horizontal or vertical, got false and false"]])(
  "%s is refused",
  (make, message) => {
    expect(make).toThrow(message);
  },
);
