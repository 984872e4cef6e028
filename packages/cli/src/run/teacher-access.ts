import type { TeacherAccess } from "@dark-knowledge/paper";
import { teacherKindOf } from "@dark-knowledge/teachers/node";
import type { CommandContext } from "../command-context.ts";
import type { SharedFlags } from "../options/shared-options.ts";
import { UsageError } from "../usage-error.ts";

/** The environment variable with the secret for a service, which is written nowhere. */
const TOKEN = "DARK_KNOWLEDGE_TEACHER_TOKEN";

/**
 * Finds how a teacher is reached: the token of the environment, the budget of `--budget` and `--price`.
 *
 * @param name the name of a teacher from elsewhere; undefined for a net
 */
export function teacherAccess(
  name: string | undefined,
  { budget, price }: Pick<SharedFlags, "budget" | "price">,
  { environment }: Pick<CommandContext, "environment">,
): TeacherAccess {
  if (price !== undefined && budget === undefined) throw new UsageError("--price has no effect without --budget");
  if (name === undefined || teacherKindOf(name) !== "service") {
    if (budget === undefined) return {};
    throw new UsageError("--budget has no effect unless the teacher is an http(s) address; leave it out");
  }
  const token = environment[TOKEN];
  return {
    ...{ url: name, now: () => performance.now() },
    ...(token ? { token } : {}),
    // A little more than the quotient, which is rounded: 0.3 is 3 requests of 0.1.
    ...(budget === undefined ? {} : { requests: Math.floor((budget / (price ?? 1)) * (1 + 1e-12)) }),
  };
}
