import { groupNets, type NetRecord, netTable, type RunRecord, type Table } from "@dark-knowledge/report";
import { correctionTable } from "./internal/correction-table.ts";

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

/** Tables whose students are compared with the plain one at T = 20, which is in the table of temperatures. */
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
  return [...plainStudents(record, name), ...own];
}

/** Returns the plain students to compare those of a table with: trained for as long, at T = 20. */
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
  const corrected = groupNets(nets).find((group) => group.nets.some((net) => net.corrected));
  return corrected
    ? correctionTable(record, corrected, titleOf(name))
    : netTable(record, { nets, title: titleOf(name), without: WITHOUT });
}
