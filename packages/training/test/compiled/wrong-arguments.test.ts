import { createDataset, describeInputs } from "@dark-knowledge/datasets";
import { artifactsOf, compileModel } from "@dark-knowledge/runtime";
import { testWrongArguments } from "@dark-knowledge/testing/node";
import * as own from "../../src/compiled/index.ts";
import { createMlp, type StudentDescription } from "../../src/index.ts";

const net = compileModel(await artifactsOf(createMlp({ exampleShape: [3], hiddenUnits: [], classCount: 2, seed: 1 })));
const description: StudentDescription = {
  ...{ version: 1, task: "classes", classNames: ["a", "b"], fingerprint: "", versions: {} },
  inputs: describeInputs(createDataset({ columns: { x: { values: new Float32Array(3), shape: [3] } } })),
};

testWrongArguments(own, {
  createCompiledStudent: [own.createCompiledStudent, [net, description, { kinds: [] }]],
  // No protocol, so that nothing is asked for.
  loadCompiledStudent: [
    (url: never) => own.loadCompiledStudent(typeof url === "string" ? (`no:${url}` as never) : url),
    ["student"],
  ],
});
