import { testWrongArguments } from "@dark-knowledge/testing/node";
import { tensor2d } from "@tensorflow/tfjs-core";
import * as ensemble from "../src/index.ts";

const options = { mean: "arithmetic", order: "soften-then-average", temperature: 2, weights: [1, 2] } as const;
const logits = tensor2d([[1, 2, 3]]);
const member = () => logits;

testWrongArguments(ensemble, {
  createEnsemble: [ensemble.createEnsemble, [[member, member], options]],
  Ensemble: [ensemble.createEnsemble([member, member], options), [logits]],
  createEnsembleAccumulator: [ensemble.createEnsembleAccumulator, [{ members: 2, rows: 1, classes: 3, ...options }]],
  "EnsembleAccumulator.add": [
    (logits: never) => ensemble.createEnsembleAccumulator({ members: 2, rows: 1, classes: 3, ...options }).add(logits),
    [[1, 2, 3]],
  ],
  diversityMatrix: [
    ensemble.diversityMatrix,
    [
      [
        [0, 1],
        [1, 1],
      ],
    ],
  ],
  ensembleLogProbs: [ensemble.ensembleLogProbs, [[logits, logits], options]],
  memberDisagreement: [ensemble.memberDisagreement, [[logits, logits], { weights: [1, 2] }]],
});
