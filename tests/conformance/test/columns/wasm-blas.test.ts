import { describeColumn } from "../../src/describe-column.ts";
import { runBackend } from "../../src/run-backend.ts";

describeColumn("wasm-blas", await runBackend("wasm-blas"));
