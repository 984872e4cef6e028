import type { PartialNet } from "../nets/net-spec.ts";
import type { Lesson } from "./internal/searched-lessons.ts";
import type { PartialMnistStudentSpec } from "./mnist-student-spec.ts";

/** The sizes of the experiments. */
export interface MnistSizes {
  /** Hidden units per layer of the students for which every temperature is tried. */
  readonly widths: readonly number[];
  /** Epochs of the paper's own students. All others, which are compared with each other, have the epochs of the net. */
  readonly epochs: number;
  /** Seeds of the two students of section 3, in place of those of all. */
  readonly seeds?: number[];
  /** How the students of the later losses learn, and those without a teacher beside them. */
  readonly lessons: readonly Lesson[];
  /** Epochs of the patient student. */
  readonly patience: number;
  /**
   * The largest factor by which a student on a part of the transfer set may see it more often than others see the whole
   * set.
   */
  readonly repeats: number;
}

const TEMPERATURES = [1, 2, 2.5, 3, 4, 8, 12, 20, 40];
const SHARES = [0.01, 0.03, 0.1, 0.3];

/** Lists every student of section 3 of the paper, and those beyond it; `net` is the net of most of them. */
export function mnistStudents(
  net: PartialNet & { readonly hidden: readonly number[]; readonly epochs: number },
  sizes: MnistSizes,
): PartialMnistStudentSpec[] {
  const atRate = (factor: number) =>
    net.learningRate === undefined ? {} : { learningRate: factor * net.learningRate };
  const { widths, epochs, patience, repeats, lessons } = sizes;
  const own = { ...net, table: "section-3" as const, epochs, ...(sizes.seeds ? { seeds: sizes.seeds } : {}) };
  return [
    { ...own, name: "hard", teacher: "labels" },
    { ...own, name: "distilled" },
    ...widths.flatMap((width) =>
      TEMPERATURES.map((temperature) => ({
        ...net,
        table: "temperature" as const,
        name: `temperature-${temperature}-units-${width}`,
        hidden: net.hidden.map(() => width),
        temperature,
      })),
    ),
    // Labels would teach that there is no such class.
    { ...net, table: "without-3s", name: "without-3s", omit: [3], hardWeight: 0, epochs },
    { ...net, table: "only-7s-and-8s", name: "only-7s-and-8s", only: [7, 8], hardWeight: 0, epochs: 5 * epochs },
    ...SHARES.flatMap((share) => {
      // There are fewer steps to warm up in: at the full rate, students on 3 % of MNIST diverge.
      const longer = { ...net, ...atRate(0.5), share, epochs: Math.round(net.epochs * Math.min(repeats, 1 / share)) };
      const table = "transfer-size" as const;
      return [
        { ...longer, table, name: `share-${share}-hard`, teacher: "labels" as const },
        { ...longer, table, name: `share-${share}-soft` },
      ];
    }),
    { ...net, table: "teachers", name: "arithmetic-mean", teacher: "arithmetic-mean" },
    { ...net, table: "teachers", name: "geometric-mean", teacher: "geometric-mean" },
    { ...net, table: "teachers", name: "all-teachers", teacher: "all-teachers" },
    { ...net, table: "teachers", name: "unlabelled", hardWeight: 0 },
    {
      ...{ ...net, table: "patient" as const, name: "patient", teacher: "all-teachers" as const },
      ...{ epochs: patience, jitter: 2, hardWeight: 0 },
    },
    ...lessons.flatMap(({ name, rate, ...lesson }) =>
      [net.epochs, epochs].map((length) => ({
        ...{ ...net, ...atRate(rate), ...lesson, epochs: length },
        ...{ table: "losses" as const, name: `${name}-${length}-epochs` },
      })),
    ),
    { ...net, table: "controls", name: "labels", teacher: "labels" },
    { ...net, table: "controls", name: "shuffled-teacher", teacher: "shuffled" },
    { ...net, table: "controls", name: "uniform-teacher", teacher: "uniform", temperature: 1 },
    { ...net, table: "controls", name: "self-distillation", teacher: "itself" },
  ];
}
