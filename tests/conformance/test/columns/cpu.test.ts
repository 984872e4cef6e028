import { describeColumn } from "../../src/describe-column.ts";
import { runBackend } from "../../src/run-backend.ts";

describeColumn("cpu", await runBackend("cpu"));
