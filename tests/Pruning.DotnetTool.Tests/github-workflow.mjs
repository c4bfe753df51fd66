// Prints what GitHub's own parser has against a workflow, a line each. Arguments: the folder of the npm packages, the workflow's file.
import { readFileSync } from "node:fs";
import { register } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// Node imports JSON under an attribute only, which the package leaves to bundlers.
register(
  "data:text/javascript," +
    encodeURIComponent(
      'export const load = (url, context, next) => next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context);',
    ),
);

const [, , packages, file] = process.argv;
const { parseWorkflow, convertWorkflowTemplate, NoOperationTraceWriter } = await import(
  pathToFileURL(join(packages, "node_modules/@actions/workflow-parser/dist/index.js"))
);
const { context, value } = parseWorkflow({ name: "workflow", content: readFileSync(file, "utf8") }, new NoOperationTraceWriter());
const errors = context.errors.getErrors();
if (value) for (const error of (await convertWorkflowTemplate(context, value)).errors ?? []) errors.push(error.Message);
for (const error of new Set(errors.map(String))) console.log(error);
console.log("parsed");
