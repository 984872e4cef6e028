import { readFileSync } from "node:fs";
import { columnOf, counts, createDataset, hashedText } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { createMlp } from "@dark-knowledge/training";
import { saveStudent } from "@dark-knowledge/training/node";
import { expect, test } from "vitest";
import { writePage } from "../src/write-page.ts";

const inside = useTemporaryDirectory();

test("a student and its words are in one file, whatever signs they have", async () => {
  const column = { ...columnOf(["a", "b"], hashedText({ size: 20 })), transforms: [counts({ size: 20 })] };
  const targets = { kind: "classes", labels: Int32Array.of(0, 1), classNames: ["</script>", "$& {{data}}"] } as const;
  const dataset = createDataset({ columns: { text: column }, targets });
  const model = createMlp({ exampleShape: [20], hiddenUnits: [], classCount: 2, seed: 1 });
  await saveStudent(model, inside("student"), { dataset, weights: "uint8" });
  model.dispose();
  const text = {
    ...{ title: "<Tom & Jerry>", about: [], field: "Text", lines: 2, least: 0.5, unknown: "neither", notes: [] },
    examples: [{ title: "Try", texts: ["a"] }],
  };
  await writePage(inside("student"), inside("page.html"), text);
  const page = readFileSync(inside("page.html"), "utf8");
  expect(page).toContain("<title>&#60;Tom &#38; Jerry></title>");
  expect(page.match(/<\/script>/g)).toHaveLength(2);
  const data = JSON.parse(/id="data">(.*?)<\/script>/s.exec(page)![1]!);
  expect(data.text).toEqual(text);
  expect(data.description.classNames).toEqual(targets.classNames);
  // 40 weights of one byte and two biases.
  expect(Buffer.from(data.weights, "base64")).toHaveLength(48);
});
