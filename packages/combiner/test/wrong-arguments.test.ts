import { testWrongArguments } from "@dark-knowledge/testing/node";
import * as combiner from "../src/index.ts";

const options = { divergence: "forward", generalistWeight: 1, tolerance: 1e-9, maxIterations: 10 };
const sets = [{ classes: [0, 1], weight: 2 }, { classes: [2] }];
const { activate, combine } = combiner.createCombiner({ classes: 3, specialists: sets });
const activation = activate(Float32Array.of(0.5, 0.3, 0.2));
const rows = [Float32Array.of(0.6, 0.3, 0.1)];

testWrongArguments(combiner, {
  activeSpecialists: [combiner.activeSpecialists, [[0.5, 0.3, 0.2], [[0, 1], [2]], { topClasses: 2 }]],
  combine: [combiner.combine, [[0.5, 0.3, 0.2], [{ classes: [0, 1], probs: [0.6, 0.3, 0.1], weight: 1 }], options]],
  createCombiner: [
    combiner.createCombiner,
    [{ classes: 3, specialists: sets, topClasses: 1, withObjectives: true, ...options }],
  ],
  "Combiner.activate": [activate, [Float32Array.of(0.5, 0.3, 0.2)]],
  "Combiner.combine": [
    combine,
    [
      activation,
      [...rows, new Float32Array()],
      { specialistRows: "active", into: combine(activation, [...rows, new Float32Array()]) },
    ],
  ],
});
