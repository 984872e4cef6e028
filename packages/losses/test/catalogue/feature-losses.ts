import {
  attentionTransferOracle,
  hintLossOracle,
  relationalAngleOracle,
  relationalDistanceOracle,
  similarityPreservingOracle,
} from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import * as losses from "../../src/index.ts";
import type { FeatureLoss } from "./entry.ts";

/** Losses of features. */
export const FEATURE_LOSSES: Readonly<Record<string, FeatureLoss>> = {
  hintLoss: {
    kind: "features",
    signature: "hintLoss(s, t)",
    formula: "`½ Σ (s − t)²`",
    source: "Romero et al. 2015 (FitNets), eq. 3",
    call: losses.hintLoss,
    oracle: hintLossOracle,
    sizes: [4, 4],
    ignoresScale: false,
  },
  attentionTransfer: {
    kind: "features",
    signature: "attentionTransfer(s, t)",
    formula: "`½ ‖Q_s / ‖Q_s‖ − Q_t / ‖Q_t‖‖`, `Q = Σ_channels a²`",
    source: "Zagoruyko, Komodakis 2017, eq. 2",
    call: losses.attentionTransfer,
    fromRows: (rows) => tf.reshape(rows, [rows.shape[0], 4, -1]),
    oracle: (s, t) => attentionTransferOracle(s, t, 4),
    sizes: [8, 12],
    ignoresScale: true,
  },
  relationalDistance: {
    kind: "features",
    signature: "relationalDistance(s, t)",
    formula: "`mean_j huber(d_s(i, j) / μ_s − d_t(i, j) / μ_t)`",
    source: "Park et al. 2019 (RKD), eq. 5–8",
    call: losses.relationalDistance,
    oracle: relationalDistanceOracle,
    sizes: [3, 3],
    ignoresScale: true,
  },
  relationalAngle: {
    kind: "features",
    signature: "relationalAngle(s, t)",
    formula: "`mean_{i,k} huber(cos_s(i, j, k) − cos_t(i, j, k))`",
    source: "Park et al. 2019 (RKD), eq. 9–10",
    call: losses.relationalAngle,
    oracle: relationalAngleOracle,
    sizes: [3, 3],
    ignoresScale: true,
  },
  similarityPreserving: {
    kind: "features",
    signature: "similarityPreserving(s, t)",
    formula: "`Σ_j (G_s − G_t)² / batch`, `G` the normalised rows of `F Fᵀ`",
    source: "Tung, Mori 2019, eq. 1–4",
    call: losses.similarityPreserving,
    oracle: similarityPreservingOracle,
    sizes: [4, 4],
    ignoresScale: true,
  },
};
