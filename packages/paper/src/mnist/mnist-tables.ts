import { groupNets, type NetGroup, type NetRecord, netTable, type RunRecord, type Table } from "@dark-knowledge/report";
import { intervalText } from "../internal/mean-interval.ts";
import { correctionTable } from "./internal/correction-table.ts";
import { errorsMoreThanPlain } from "./internal/errors-more-than-plain.ts";

/** The tables in the order of the paper, with titles. */
const TITLES: Readonly<Record<string, string>> = {
  "section-3": "The three nets of section 3",
  temperature: "Temperature and width",
  "without-3s": "A transfer set without 3s",
  "only-7s-and-8s": "A transfer set of 7s and 8s only",
  "transfer-size": "Fewer transfer examples",
  teachers: "Ensembles as teachers, and no labels",
  patient: "Patient and consistent: the same jittered view for teacher and student, for long",
  losses: "Later losses on the same student",
  controls: "Controls",
};

/**
 * Tables whose students are compared with the plain one: that at T = 20 in the table of temperatures, and in the table of losses those
 * whose name begins with the paper's loss, where there are such.
 */
const COMPARED: readonly string[] = ["transfer-size", "teachers", "losses", "controls"];

/** Columns that repeat others. */
export const WITHOUT: readonly string[] = ["errorRate", "parameters"];

/** Returns the title of a table by its name in the record. */
export function titleOf(name: string): string {
  return Object.hasOwn(TITLES, name) ? TITLES[name]! : name;
}

/** Lists the tables for which a record has nets, in the order of the paper. */
export function tableNames({ nets }: RunRecord): readonly string[] {
  const order = Object.keys(TITLES);
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  const hasTeacher = nets.some(({ role }) => role === "teacher");
  const names = new Set([...(hasTeacher ? ["section-3"] : []), ...nets.flatMap(({ table }) => table ?? [])]);
  return [...names].sort((one, other) => place(one) - place(other));
}

/**
 * Returns the nets of a table, with the teachers in that of section 3, and with the plain students where they are the
 * comparison.
 */
export function netsOfTable(record: RunRecord, name: string): readonly NetRecord[] {
  const own = record.nets.filter(({ table }) => table === name);
  if (name === "section-3") return [...record.nets.filter(({ role }) => role === "teacher"), ...own];
  return [...plainOfTable(record, name).filter(({ table }) => table !== name), ...own];
}

/** Whether a student of the table of losses learned by the paper's loss. */
function isPlainLoss({ table, name }: NetRecord): boolean {
  return table === "losses" && name.startsWith("distillation");
}

/** Returns the plain students to compare those of a table with: of its own, or of the table of temperatures. */
export function plainOfTable(record: RunRecord, name: string): readonly NetRecord[] {
  const own = name === "losses" ? record.nets.filter(isPlainLoss) : [];
  return own.length > 0 ? own : plainStudents(record, name);
}

/** Returns the plain students to compare those of a table with that are in another one: trained for as long, at T = 20. */
function plainStudents({ nets }: RunRecord, name: string): readonly NetRecord[] {
  if (!COMPARED.includes(name)) return [];
  const layers = nets.find(({ table }) => table === name)?.architecture;
  return nets.filter(
    ({ table, temperature, architecture }) => table === "temperature" && temperature === 20 && architecture === layers,
  );
}

/**
 * Makes the tables of a run, each of the paper's numbers next to ours. Tables without nets in the record are left out.
 */
export function mnistTables(record: RunRecord): readonly Table[] {
  return tableNames(record).map((name) => mnistTable(record, name));
}

/** Makes one of the tables. */
export function mnistTable(record: RunRecord, name: string): Table {
  const nets = netsOfTable(record, name);
  const groups = groupNets(nets);
  const corrected = groups.find((group) => group.nets.some((net) => net.corrected));
  if (corrected) return correctionTable(record, corrected, titleOf(name));
  const table = netTable(record, { nets, title: titleOf(name), without: WITHOUT });
  const plain = plainOfTable(record, name);
  return plain.length === 0 ? table : withDifferences(table, groups, plain);
}

/**
 * Puts a column after that of the errors: by how many each student exceeds the plain one of the same seed that was
 * trained for as many epochs, with the 95 % interval of the mean.
 */
function withDifferences(table: Table, groups: readonly NetGroup[], plain: readonly NetRecord[]): Table {
  const cells = groups.map(({ nets }) => intervalText(errorsMoreThanPlain(nets, plain), 1));
  if (cells.every((cell) => cell === "–")) return table;
  const caption = `Mean ± sample standard deviation over the nets that differ by their seed. More than plain: errors minus those of ${plain[0]!.label ?? plain[0]!.name}, seed by seed, among students of as many epochs; mean and 95 % confidence interval (Student’s t).`;
  return {
    ...table,
    caption,
    columns: table.columns.toSpliced(2, 0, { title: "more than plain" }),
    rows: table.rows.map((row, index) => ({ ...row, cells: row.cells.toSpliced(2, 0, cells[index]!) })),
  };
}
