import type { BackendChoice } from "@dark-knowledge/backend";
import type { Environment } from "@dark-knowledge/pipeline/node";
import type { EnvironmentRecord } from "@dark-knowledge/report";
import { versions } from "../versions.ts";

/**
 * Lists what changes results in their last digits: the backend and the features it found here, the threads, versions.
 * The reason for choosing a backend is not part of it.
 */
export function environmentOf(
  { name, version, capabilities }: BackendChoice,
  threads: number | undefined,
): Environment {
  const { node, ...libraries } = versions();
  const found = Object.entries(capabilities).map(([fact, value]) => [
    fact,
    typeof value === "boolean" ? String(value) : value,
  ]);
  return {
    backend: `${name} ${version}`,
    ...Object.fromEntries(found),
    ...(threads === undefined ? {} : { threads }),
    ...libraries,
    // A patch release of Node does not change results.
    node: node!.split(".")[0]!,
  };
}

/** The backends of the stages, where not all of them ran on the one of the environment. */
export function backendOf(environments: readonly EnvironmentRecord[], { backend }: Environment): string | undefined {
  const backends = [...new Set(environments.map(({ settings }) => String(settings.backend)))];
  return backends.every((one) => one === backend) ? undefined : backends.join(" and ");
}
