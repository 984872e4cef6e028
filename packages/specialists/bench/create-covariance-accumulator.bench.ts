import { bench, describe } from "vitest";
import { createConfusionAccumulator, createCovarianceAccumulator } from "../src/index.ts";
import { createTopKRows, type Spread } from "./top-k-rows.ts";

const CLASSES = 15_000;
const K = 32;
/** As many as a covariance accumulator keeps waiting, so that each call does all the work of its rows. */
const ROWS = 131_250;
const ONCE = { iterations: 3, warmupIterations: 1, time: 0, warmupTime: 0 };

describe.each<Spread>(["clustered", "anywhere"])("131,250 rows of the 32 largest of 15,000 classes, %s", (spread) => {
  const { topK, labels } = createTopKRows({ classCount: CLASSES, k: K, rows: ROWS, seed: 1, spread });
  const covariance = createCovarianceAccumulator({ classCount: CLASSES });
  bench(
    "covariance",
    () => {
      covariance.addTopK(topK);
      covariance.rows();
    },
    ONCE,
  );
  const confusion = createConfusionAccumulator({ classCount: CLASSES });
  bench(
    "confusion",
    () => {
      confusion.addTopK(labels, topK);
    },
    ONCE,
  );
});
