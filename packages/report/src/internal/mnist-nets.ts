import type { MnistNetRecord, MnistRecord } from "../mnist-record.ts";
import type { ModelRole } from "../run-record.ts";
import type { DotRow } from "./charts/draw-dot-rows.ts";
import { ROLE_NAMES } from "./role-names.ts";

/** Nets that differ by their seed alone, in the order of the record. */
export function groupNets(nets: readonly MnistNetRecord[]): readonly (readonly MnistNetRecord[])[] {
  const groups = new Map<string, MnistNetRecord[]>();
  for (const net of nets) groups.set(net.name, [...(groups.get(net.name) ?? []), net]);
  return [...groups.values()];
}

/** The students of some table. */
export function studentsOf({ nets }: MnistRecord, table: string): readonly MnistNetRecord[] {
  return nets.filter((net) => net.table === table);
}

/** Tables whose students are to be compared with the plain one at T = 20, which is in the table of temperatures. */
const COMPARED: readonly string[] = ["transfer-size", "teachers", "losses", "controls"];

/** The plain students that those of some table are to be compared with: trained for as long, at T = 20. */
export function plainStudents(record: MnistRecord, table: string): readonly MnistNetRecord[] {
  if (!COMPARED.includes(table)) return [];
  const [first] = studentsOf(record, table);
  return studentsOf(record, "temperature").filter(
    ({ temperature, architecture }) => temperature === 20 && architecture === first?.architecture,
  );
}

/** Those that labels alone have taught, and what they are compared with. */
export function roleOf({ role, temperature }: MnistNetRecord): ModelRole {
  if (role !== "student") return "teacher";
  return temperature === undefined ? "hard" : "distilled";
}

/** What nets of one name are called; the three of section 3 as on every page. */
export function labelOf({ name }: MnistNetRecord): string {
  return Object.hasOwn(ROLE_NAMES, name) ? ROLE_NAMES[name as ModelRole] : name;
}

/** The classes whose biases are changed: those that the transfer set lacks, or the only ones that it has. */
export function concernedClasses({ omit, only }: Pick<MnistNetRecord, "omit" | "only">): readonly number[] {
  return only.length > 0 ? only : omit;
}

/** The test errors of each seed. */
export function errorsBySeed(nets: readonly MnistNetRecord[]): DotRow["values"] {
  return nets.map(({ seed, errors }) => ({ seed, value: errors }));
}
