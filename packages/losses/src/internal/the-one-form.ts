import { ArgumentError } from "@dark-knowledge/core";

/** The form in which the teacher is given. Throws unless it is given in exactly one. */
export function theOneForm<Form extends string>(
  functionName: string,
  forms: readonly [Form, ...Form[]],
  teacher: Readonly<Partial<Record<Form, unknown>>>,
): Form {
  const given = forms.filter((form) => teacher[form] !== undefined);
  const [form] = given;
  if (form !== undefined && given.length === 1) return form;
  const last = forms.at(-1)!;
  throw new ArgumentError({
    functionName,
    argument: "targets",
    expected: `must have exactly one of ${forms.slice(0, -1).join(", ")} and ${last}`,
    received: given.length === 0 ? "none" : given.join(" and "),
    code: "state",
  });
}
