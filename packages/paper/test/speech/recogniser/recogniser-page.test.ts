import { expect, test } from "vitest";
import { madeUpLanguage } from "../../../src/speech/made-up-speech.ts";
import { packRecogniser, packRecording } from "../../../src/speech/recogniser/recogniser-data.ts";
import { recogniserPage } from "../../../src/speech/recogniser/recogniser-page.ts";

test("program and data are in one file, whatever signs they have", () => {
  const { lexicon, language, speak } = madeUpLanguage();
  const known = { lexicon, language, priors: new Float64Array(3), decoding: {} };
  const recogniser = packRecogniser({
    ...known,
    frontEnd: { logMels: { sampleRate: 8000 }, deltas: 0, past: 1, future: 1 },
  });
  const recordings = [packRecording({ ...speak(1), words: ["</script>", "$&"] })];
  const page = recogniserPage({
    ...{ title: "<Tom & Jerry>", lede: "Listen.", facts: [["net", "1-2"]], notes: ["A note."] },
    ...{ recogniser, recordings, net: { modelTopology: {}, weightSpecs: [], weights: "" } },
    program: 'const text = "</script> $& $1";',
  });
  expect(page).toContain("<title>&lt;Tom &amp; Jerry&gt;</title>");
  expect(page.match(/<\/script>/g)).toHaveLength(2);
  expect(page).toContain('const text = "<\\/script> $& $1";');
  const data = JSON.parse(/id="data">(.*?)<\/script>/s.exec(page)![1]!);
  expect(data).toEqual({ recogniser, recordings, net: { modelTopology: {}, weightSpecs: [], weights: "" } });
  expect(page).toContain("A note.");
});
