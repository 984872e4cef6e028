import { isTablePath } from "@dark-knowledge/datasets/node";
import type { DataSpec } from "../data/data-spec.ts";
import { holdsSounds } from "../data/holds-sounds.ts";
import type { SpecParts } from "../experiment.ts";
import { isRecurrent, type RecurrentSpec } from "./net-spec.ts";

/** The default nets by data. */
const NETS = {
  digits: {
    teacher: { hidden: [400, 400], epochs: 20, dropout: 0.3, jitter: 2 },
    student: { hidden: [100, 100], epochs: 60, batchSize: 32, learningRate: 0.03 },
  },
  images: {
    teacher: { hidden: [1200, 1200], epochs: 20, dropout: 0.3, jitter: 2 },
    student: { hidden: [800, 800], epochs: 15, learningRate: 0.03 },
  },
  table: {
    teacher: { hidden: [512, 512], epochs: 60, batchSize: 64, learningRate: 0.03, dropout: 0.2 },
    student: { hidden: [64], epochs: 60, batchSize: 64, learningRate: 0.03 },
  },
  text: {
    teacher: {
      kind: "embedding",
      units: 256,
      hidden: [256],
      epochs: 20,
      batchSize: 32,
      learningRate: 0.1,
      dropout: 0.3,
    },
    student: { kind: "embedding", units: 32, epochs: 30, batchSize: 32, learningRate: 0.3 },
  },
  sequences: {
    teacher: {
      ...{ kind: "gru", recurrent: [128], embedding: 64, epochs: 15, batchSize: 32 },
      ...{ optimizer: "adam", learningRate: 0.003, dropout: 0.3 },
    },
    student: {
      ...{ kind: "gru", recurrent: [32], embedding: 32, epochs: 20, batchSize: 32 },
      ...{ optimizer: "adam", learningRate: 0.005 },
    },
  },
  ownImages: {
    teacher: {
      kind: "cnn",
      filters: [32, 64],
      hidden: [128],
      epochs: 30,
      batchSize: 32,
      learningRate: 0.05,
      jitter: 2,
    },
    student: { kind: "cnn", filters: [16, 32], epochs: 30, batchSize: 32, learningRate: 0.05 },
  },
} as const;

/** Squared errors have larger gradients than cross-entropies, and dropout blurs numbers. */
const FOR_NUMBERS = {
  teacher: { learningRate: 0.01, weightDecay: 1e-2, dropout: 0 },
  student: { learningRate: 0.02, weightDecay: 1e-3 },
} as const;

/** A likelihood has no bound where variances go to 0; steps of the size of its gradients threw nets out there on small tables, Adam's did not. */
const FOR_VARIANCES = {
  teacher: { optimizer: "adam", learningRate: 0.003 },
  student: { optimizer: "adam", learningRate: 0.005 },
} as const;

/**
 * Returns the default teacher and student for some data. A net of another kind takes its training settings from them; a
 * net from a file and a teacher from elsewhere take nothing. If one net reads texts word by word, so does the other.
 */
export function defaultNets(given: SpecParts & DataSpec): { readonly teacher: object; readonly student: object } {
  const recurrent = [given.student, given.teacher].find((net) => isRecurrent(net as object | undefined));
  const kind = kindOf(given, recurrent !== undefined);
  const isOfNumbers = given.data?.task === "numbers" && kind !== "sequences";
  const netOf = (role: "teacher" | "student") => {
    const net = {
      ...NETS[kind][role],
      ...(isOfNumbers ? FOR_NUMBERS[role] : {}),
      ...(isOfNumbers && given.data?.variances ? FOR_VARIANCES[role] : {}),
    };
    return adapt(
      recurrent && kind === "sequences" ? { ...net, kind: (recurrent as RecurrentSpec).kind } : net,
      given[role],
    );
  };
  return { teacher: netOf("teacher"), student: netOf("student") };
}

function kindOf({ dataset = "digits", data }: DataSpec, isRecurrent: boolean): keyof typeof NETS {
  if (data === undefined) return dataset === "digits" ? "digits" : "images";
  if (data.text !== undefined) return isRecurrent ? "sequences" : "text";
  if (typeof data.path !== "string" || isTablePath(data.path)) return "table";
  return holdsSounds(data.path) ? "sequences" : "ownImages";
}

/** The fields that only some kinds of nets have. */
const SIZES = ["hidden", "filters", "units", "recurrent", "embedding"];

function adapt(net: object, given: unknown): object {
  const { kind: own = "mlp" } = net as { readonly kind?: unknown };
  const { kind = own } = (given ?? {}) as { kind?: unknown };
  if (kind === own) return net;
  if (kind === "file" || kind === "external") return { kind };
  return { ...Object.fromEntries(Object.entries(net).filter(([field]) => !SIZES.includes(field))), kind };
}
