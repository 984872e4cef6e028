import { distill, mnist, specialists } from "@dark-knowledge/paper";
import { expect, test } from "vitest";
import { describeOptions } from "../../src/options/describe-options.ts";

const describe = (experiment: typeof distill | typeof mnist | typeof specialists, name: string) =>
  describeOptions(
    experiment,
    experiment.options.filter((one) => one.name === name),
  )[0]!;

test("an option is described by the field that it sets, with its default by dataset", () => {
  expect(describe(distill, "hardWeight")).toEqual({
    flags: "--hard-weight <w>",
    meaning: "weight of the hard labels when distilling, 0 to 1; the soft targets get the rest",
    fallback: "0.1",
  });
  expect(describe(distill, "temperature").fallback).toBe("4; mnist, fashion-mnist: 20");
  expect(describe(distill, "dataset").fallback).toBe("digits");
  expect(describe(distill, "omit").fallback).toBe("none");
  expect(describe(distill, "folds").fallback).toBe("none");
  expect(describe(distill, "testSize").fallback).toBe(
    "4000; mnist, fashion-mnist: all; a table: all; texts: all; images: all",
  );
});

test("one that is on or off has no value and no default", () => {
  expect(describe(mnist, "smoke")).toEqual({
    ...{ flags: "--smoke", meaning: "generated digits and small nets, in a minute", fallback: undefined },
  });
  expect(describe(specialists, "clusterSize").fallback).toBe("8; generated: null");
});
