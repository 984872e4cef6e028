/** Names a new layer: as wanted, or with a number behind if a layer has that name already. Adds the name to those that are taken. */
export function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`;
  taken.add(name);
  return name;
}
