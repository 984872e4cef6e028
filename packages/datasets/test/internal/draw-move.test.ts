import { expect, test } from "vitest";
import { crop } from "../../src/crop.ts";
import { flip } from "../../src/flip.ts";
import { drawMove } from "../../src/internal/draw-move.ts";
import { jitterShift } from "../../src/jitter-shift.ts";

const extent = { height: 10, width: 20 };

test("drawMove of jitter is jitterShift", () => {
  for (let id = 0; id < 30; id++) {
    const { down, right } = jitterShift(7, id, 3);
    const move = drawMove({ jitter: 3, steps: [] }, extent, 7, id);
    expect(move).toEqual({ down: { factor: 1, offset: 0 - down }, right: { factor: 1, offset: 0 - right } });
  }
});

test("drawMove of a crop stays within the image, and has an area and proportions as asked for", () => {
  const steps = [{ step: crop({ area: [0.3, 0.5], stretch: 1.5 }), stream: 1 }];
  const areas: number[] = [];
  for (let id = 0; id < 2000; id++) {
    const { down, right } = drawMove({ jitter: 0, steps }, extent, 9, id);
    for (const [{ factor, offset }, length] of [
      [down, 10],
      [right, 20],
    ] as const) {
      // The edges of the part: half a pixel before the first centre, and after the last.
      const start = offset + 0.5 - 0.5 * factor;
      expect(start).toBeGreaterThanOrEqual(-1e-12);
      expect(start + factor * length).toBeLessThanOrEqual(length + 1e-12);
    }
    areas.push(down.factor * right.factor);
    const stretched = right.factor / down.factor;
    expect(Math.max(stretched, 1 / stretched)).toBeLessThanOrEqual(1.5 + 1e-12);
  }
  expect(Math.min(...areas)).toBeGreaterThanOrEqual(0.3 - 1e-12);
  expect(Math.max(...areas)).toBeLessThanOrEqual(0.5 + 1e-12);
  expect(areas.reduce((sum, area) => sum + area, 0) / 2000).toBeCloseTo(0.4, 2);
});

test("drawMove composes: a pixel is fetched from where the last move has it, then the one before", () => {
  const flipped = { step: flip({ horizontal: true }), stream: 1 };
  const cropped = { step: crop({ area: [0.5, 0.5] }), stream: 2 };
  for (let id = 0; id < 20; id++) {
    const first = drawMove({ jitter: 0, steps: [flipped] }, extent, 4, id);
    const second = drawMove({ jitter: 0, steps: [cropped] }, extent, 4, id);
    const both = drawMove({ jitter: 0, steps: [flipped, cropped] }, extent, 4, id);
    for (const to of [0, 7, 19]) {
      const between = second.right.factor * to + second.right.offset;
      expect(both.right.factor * to + both.right.offset).toBeCloseTo(
        first.right.factor * between + first.right.offset,
        10,
      );
    }
  }
});
