import { describeColumn } from "../../src/describe-column.ts";
import { runBackend } from "../../src/run-backend.ts";

describeColumn("wasm", await runBackend("wasm"));
