import { type Dataset, datasetSize, stratifiedSplit } from "@dark-knowledge/datasets";
import type { Student, StudentDescription } from "@dark-knowledge/training";
import { loadExamples, loadStudent } from "@dark-knowledge/training/node";
import { isLabelled } from "../../../data/is-labelled.ts";
import { SOURCE_KINDS } from "../../../data/source-kinds.ts";
import { type AnsweringNet, namesOf } from "./mean-answers.ts";

/** Where the examples of a compression come from. */
export interface CompressionSources {
  /** Raw examples: to learn from, and if there is no `validation`, a fifth of those with labels to choose by. */
  readonly data: string;
  /** Raw examples with labels to choose by, better ones that the student was not trained on. */
  readonly validation?: string | undefined;
  /** Raw examples that nothing is chosen by. */
  readonly test?: string | undefined;
  /** Directories of students that teach, instead of the uncompressed one; of several, the mean of their answers. */
  readonly teacher?: readonly string[] | undefined;
  readonly seed: number;
}

/** The examples of a compression. */
export interface CompressionData {
  readonly transferSet: Dataset;
  readonly validation: Dataset;
  readonly test?: Dataset;
  /** The nets that teach, with the transfer set as each of them takes it; the caller disposes of those that are not the student. */
  readonly teachers: readonly AnsweringNet[];
  /** Those of `loadExamples` about the files, as the student takes them. */
  readonly remarks: readonly string[];
}

const LEAST_EXAMPLES = 10;
const MOST_VALIDATION = 10_000;

/** Reads the examples; without a validation set of its own a fifth of the labelled ones is split off, at most 10,000, in equal shares of the classes. */
export async function loadCompressionData(
  student: Student,
  { data, validation: separate, test, teacher, seed }: CompressionSources,
): Promise<CompressionData> {
  const { description } = student;
  const remarks: string[] = [];
  const read = async (path: string) => {
    const examples = await readExamples(description, path);
    remarks.push(...examples.remarks);
    return examples.dataset;
  };
  const all = await read(data);
  const [argument, path] = separate === undefined ? ["data", data] : ["validation", separate];
  const known = labelled(separate === undefined ? all : await read(separate));
  if (datasetSize(known) < LEAST_EXAMPLES) {
    const found = `${datasetSize(known)} with a label`;
    throw new Error(
      `compressStudent: ${argument} must have at least ${LEAST_EXAMPLES} labelled examples, got ${found} in ${path}`,
    );
  }
  const { transferSet, validation } =
    separate === undefined ? splitOff(all, known, seed) : { transferSet: all, validation: known };
  const tested = test === undefined ? undefined : labelled(await read(test));
  if (tested !== undefined && datasetSize(tested) === 0) {
    throw new Error(`compressStudent: test must have labelled examples, got none in ${test}`);
  }
  const teachers: AnsweringNet[] = [];
  try {
    for (const directory of teacher ?? []) teachers.push(await loadTeacher(description, directory, data, transferSet));
  } catch (error) {
    disposeTeachers(teachers, student);
    throw error;
  }
  return {
    transferSet,
    validation,
    ...(tested === undefined ? {} : { test: tested }),
    teachers: teachers.length > 0 ? teachers : [{ net: student, dataset: transferSet }],
    remarks,
  };
}

function splitOff(all: Dataset, known: Dataset, seed: number): Pick<CompressionData, "transferSet" | "validation"> {
  const size = Math.min(MOST_VALIDATION, Math.floor(datasetSize(known) / 5));
  const { selected: validation } = stratifiedSplit(known, { size, seed });
  const held = new Set(validation.rows);
  return { transferSet: { ...all, rows: all.rows.filter((row) => !held.has(row)) }, validation };
}

/** Disposes of the teachers that are not the student itself. */
export function disposeTeachers(teachers: readonly AnsweringNet[], student: Student): void {
  for (const { net } of teachers) if (net !== student) net.dispose();
}

const readExamples = (description: StudentDescription, path: string) =>
  loadExamples(description, path, { kinds: SOURCE_KINDS });

function labelled(dataset: Dataset): Dataset {
  return { ...dataset, rows: dataset.rows.filter((row) => isLabelled(dataset.targets, row)) };
}

/** Loads a teacher, which has transforms of its own, with the same examples. */
async function loadTeacher(
  student: StudentDescription,
  directory: string,
  data: string,
  { rows }: Dataset,
): Promise<AnsweringNet> {
  const net = await loadStudent(directory, { kinds: SOURCE_KINDS });
  try {
    const [own, others] = [namesOf(student), namesOf(net.description)];
    const isSame = net.description.task === student.task && own.toSorted().join("\n") === others.toSorted().join("\n");
    const lacksVariances = student.outputs?.variances === true && !net.description.outputs?.variances;
    if (!isSame || lacksVariances) {
      const [expected, received] = [describe(student, own), describe(net.description, others)];
      throw new Error(
        `compressStudent: teacher ${directory} must answer as the student does (${expected}), got ${received}`,
      );
    }
    return { net, dataset: { ...(await readExamples(net.description, data)).dataset, rows } };
  } catch (error) {
    net.dispose();
    throw error;
  }
}

function describe({ task, outputs }: StudentDescription, names: readonly string[]): string {
  return `${task}${outputs?.variances ? " with variances" : ""}: ${names.slice(0, 10).join(", ")}${names.length > 10 ? ", …" : ""}`;
}
