import { describeColumn } from "../../src/describe-column.ts";
import { runInChromium } from "../../src/run-in-chromium.ts";

const [wasm, webgpu] = await runInChromium(["wasm", "webgpu"]);

describeColumn("wasm in Chromium", wasm!);
describeColumn("webgpu in Chromium", webgpu!);
