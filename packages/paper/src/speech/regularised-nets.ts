import type { NetSpec } from "../nets/net-spec.ts";
import type { TrainNetInput } from "../nets/train-net.ts";
import { answersStage, type PlannedNet } from "./internal/planned-net.ts";
import { nameOf, type Softening, softenedNet, softenedParts } from "./internal/softening.ts";
import type { RecordedSettings, RegularisersSpec } from "./recorded/recorded-settings.ts";
import { type SpeechSpec, settingsOf } from "./speech-spec.ts";

/** The table of the strengths of regularisers that are tried. */
export const STRENGTHS = "strengths";

/** The row of the soft targets of mixtures of two frames. */
export const MIXED_FRAMES = "soft targets, mixed frames";

/** The title of the table of a share. */
const shareTable = (share: number): string => `${Number((100 * share).toPrecision(3))} % of the frames`;

/** A way to regularise a net on few frames, and how strongly. */
interface Regulariser {
  readonly name: string;
  readonly strengths: readonly { readonly label: string; readonly parts: (net: NetSpec) => Partial<TrainNetInput> }[];
}

/** The name in the names of stages. */
const slug = (name: string) => name.replaceAll(/[ ,]+/g, "-");
/** The stage that chooses between the strengths of a regulariser. */
const choiceStage = (name: string) => `choice-${slug(name)}`;
const tryStage = (name: string, index: number) => `try-${slug(name)}-${index + 1}`;

function taught({ softTargets, mixedTargets }: RegularisersSpec): readonly Regulariser[] {
  const regulariser = (name: string, softenings: readonly Softening[]) => ({
    name,
    strengths: softenings.map((softening) => ({
      label: nameOf(softening),
      parts: (net: NetSpec) => softenedParts(net, softening),
    })),
  });
  return [regulariser("soft targets", softTargets), regulariser(MIXED_FRAMES, mixedTargets)];
}

function rivals({ net }: SpeechSpec, spec: RegularisersSpec): readonly Regulariser[] {
  const { smoothing, dropout, weightDecay, entropyWeight, mixup } = spec;
  const regulariser = (name: string, values: readonly number[], parts: (own: NetSpec, value: number) => object) => ({
    name,
    strengths: values.map((value) => ({ label: `${value}`, parts: (own: NetSpec) => parts(own, value) })),
  });
  return [
    regulariser("label smoothing", smoothing, (_, value) => ({ smoothing: value })),
    ...("dropout" in net
      ? [regulariser("more dropout", dropout, (own, value) => ({ net: softenedNet(own, { dropout: value }) }))]
      : []),
    regulariser("weight decay", weightDecay, (own, value) => ({ net: { ...own, weightDecay: value } })),
    regulariser("confidence penalty", entropyWeight, (_, value) => ({ entropyWeight: value })),
    regulariser("mixed frames", mixup, (_, value) => ({ mixup: value })),
  ];
}

/** The regularisers whose strength is chosen, with their tries, on one seed and one share of the frames. */
export interface TriedRegulariser {
  readonly name: string;
  /** The stage that chooses. */
  readonly stage: string;
  readonly labels: readonly string[];
  readonly tries: readonly PlannedNet[];
}

/** Lists what is tried before the strengths of regularisers are chosen; none where each has one strength. */
export function triedRegularisers(spec: SpeechSpec): readonly TriedRegulariser[] {
  const settings = settingsOf(spec);
  if (settings === undefined || !settings.tables.includes("regularisers")) return [];
  const { regularisers } = settings;
  const [seed] = seedsOf(spec, regularisers);
  if (seed === undefined) return [];
  const wanted = [...taught(regularisers), ...rivalsIn(spec, regularisers)];
  return wanted
    .filter(({ strengths }) => strengths.length > 1)
    .map(({ name, strengths }) => ({
      ...{ name, stage: choiceStage(name), labels: strengths.map(({ label }) => label) },
      tries: strengths.map(({ label, parts }, index) => {
        const names = { stage: tryStage(name, index), table: STRENGTHS, baseline: false };
        const input = inputOf(spec, regularisers, regularisers.rivalsAt, seed, parts);
        return { ...planned(seed, `${name}, ${label}`, { ...input, isKept: true }, names), how: "as-given" as const };
      }),
    }));
}

const seedsOf = ({ members }: SpeechSpec, { seeds }: RegularisersSpec) =>
  seeds.filter((seed) => members.includes(seed));

const rivalsIn = (spec: SpeechSpec, regularisers: RegularisersSpec) =>
  regularisers.shares.includes(regularisers.rivalsAt) ? rivals(spec, regularisers) : [];

/** Lists the nets of the paper's Table 5. All take about as many steps as the net that sees all frames. */
export function regularisedNets(spec: SpeechSpec, { regularisers }: RecordedSettings): readonly PlannedNet[] {
  const seeds = seedsOf(spec, regularisers);
  const { shares, rivalsAt, patience } = regularisers;
  const given = (name: string, parts: Partial<TrainNetInput>): Regulariser => ({
    ...{ name, strengths: [{ label: "", parts: () => parts }] },
  });
  return shares.flatMap((share) => {
    const row = ({ name, strengths }: Regulariser) =>
      seeds.map((seed): PlannedNet => {
        const stage = `${slug(name)}-${String(share).replace(".", "_")}-${seed}`;
        const names = { stage, table: shareTable(share), baseline: name === "labels" };
        const inputs = strengths.map(({ parts }) => inputOf(spec, regularisers, share, seed, parts));
        const net = planned(seed, name, inputs[0]!, names);
        if (inputs.length === 1) return net;
        const isTried = share === rivalsAt && seed === seeds[0];
        const tried = isTried ? inputs.map((_, index) => tryStage(name, index)) : [];
        return { ...net, needs: [choiceStage(name), ...net.needs, ...tried], strengths: inputs };
      });
    return [
      ...taught(regularisers).flatMap(row),
      ...row(given("labels", {})),
      ...row(given("labels, stopped early", { patience })),
      ...(share === rivalsAt ? rivals(spec, regularisers) : []).flatMap(row),
    ];
  });
}

function planned(
  seed: number,
  name: string,
  input: TrainNetInput,
  names: Pick<PlannedNet["names"], "stage" | "table" | "baseline">,
): PlannedNet {
  const teacher = { name: "all frames", seed, stage: `single-${seed}` };
  return {
    names: { role: "student", name, seed, ...names, teacher },
    ...{ input, needs: teachingStage(input, seed), how: "as-given", table: "regularisers" },
  };
}

/** The answers of the net that saw all frames, or the net itself. */
function teachingStage({ soft }: TrainNetInput, seed: number): readonly string[] {
  if (soft === undefined) return [];
  return [soft.targets === "live" ? `single-${seed}` : answersStage(seed)];
}

function inputOf(
  { net }: SpeechSpec,
  { points }: RegularisersSpec,
  share: number,
  seed: number,
  parts: (net: NetSpec) => Partial<TrainNetInput>,
): TrainNetInput {
  const passes = net.epochs / share;
  const repeat = Math.max(1, Math.round(passes / points));
  const longer = { ...net, epochs: Math.max(1, Math.round(passes / repeat)) };
  const common = { net: longer, seed, transferSet: { share, repeat }, isKept: false, measuresTraining: true };
  return { ...common, ...parts(longer) };
}
