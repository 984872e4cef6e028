import { artifactsOf, compileModel } from "@dark-knowledge/runtime";
import { createMlp } from "@dark-knowledge/training";
import { expect, test } from "vitest";
import { frameLatency } from "../../../src/speech/internal/frame-latency.ts";

test.each([
  [{}, 6 * 40],
  [{ coefficients: 13, deltas: 1 }, 6 * 26],
])("median and 95th percentile are those of the thousand frames after the first ones, %o", async (more, inputs) => {
  const model = createMlp({ exampleShape: [inputs], hiddenUnits: [2], classCount: 3, seed: 1 });
  const net = compileModel(await artifactsOf(model));
  model.dispose();
  // The n-th frame takes n milliseconds.
  let [time, reads] = [0, 0];
  const now = () => {
    time += reads++ % 2 === 0 ? 0 : reads / 2;
    return time;
  };
  const frontEnd = { logMels: { sampleRate: 8000 }, deltas: 0, past: 4, future: 1, ...more };
  const { frames, median, percentile95 } = frameLatency(net, frontEnd, now);
  net.dispose();
  const last = reads / 2;
  expect(frames).toBe(1000);
  expect(median).toBe(last - 499);
  expect(percentile95).toBe(last - 50);
  // Two hops without a whole window, one frame to come, and two more for slopes.
  expect(last).toBe(1200 + 3 + ("deltas" in more ? 2 : 0));
});
