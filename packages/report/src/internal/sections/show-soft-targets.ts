import type { ModelRole, RunRecord } from "../../run-record.ts";
import { findModel } from "../find-model.ts";
import { type Html, html } from "../html.ts";
import { ROLE_NAMES } from "../role-names.ts";
import { DRAWN, showExamples } from "./show-examples.ts";

/** Test examples with what teacher and students answer at three temperatures; nothing where there are no examples. */
export function showSoftTargets(record: RunRecord, remark = ""): Html | undefined {
  const { examples, dataset } = record;
  if (examples.length === 0) return undefined;
  const name = (role: ModelRole) => findModel(record, role)?.label ?? ROLE_NAMES[role];
  const names = { teacher: name("teacher"), hard: name("hard"), distilled: name("distilled") };
  const choice =
    dataset.classNames.length > DRAWN &&
    ` Of the ${dataset.classNames.length} classes each row shows the true one and the ${DRAWN - 1} others that the teacher holds most likely.`;
  return html`<section aria-labelledby="soft-targets">
<h2 id="soft-targets">What the teacher knows beside the answer</h2>
<p>The bars are the probabilities that each model gives to the classes of one test example, at three temperatures. At <var>T</var> = 1 most
classes get next to nothing. A higher temperature lifts the small probabilities until they can be seen: they tell which
other classes the picture resembles, and that is what the distilled student is trained on. Where its bars follow the
teacher’s, it has taken this over; the true class is in bold.${choice} Each temperature has its own axis, the same down
the page.${remark}</p>
${showExamples(examples, dataset.classNames, names)}
</section>`;
}
