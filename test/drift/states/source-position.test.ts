import { expect, test } from "vitest";

import { parseDeployment } from "../../../drift/states/deployment.js";
import { ExportedState } from "./exported-state.js";

function positionIn(sourcePosition: unknown, marks: Readonly<Record<string, unknown>> = {}): unknown {
  const state = new ExportedState("dev", "pool").user("ada", "5f7", {}, { sourcePosition, ...marks });
  return parseDeployment("dev", state.toString()).positions.get(state.urn("User", "ada"));
}

test("a state says where a program declares a resource", () => {
  expect(positionIn("project:///src/my%20people.ts#8,34")).toEqual({
    file: "src/my people.ts",
    line: 8,
    column: 34,
  });
});

test("programs in Python and Go note the line only", () => {
  expect(positionIn("project:///people/__main__.py#8")).toEqual({ file: "people/__main__.py", line: 8 });
});

test("a class of the plugin for Node.js is not where the program declares the resource", () => {
  const inClass = "project:///node_modules/pulumi-approw/dist/provider/plugin.js#21,1";
  const stackTrace = [inClass, "project:///index.ts#8,34", "project:///main.ts#2,1"];

  expect(positionIn(inClass, { stackTrace: stackTrace.map((each) => ({ sourcePosition: each })) })).toEqual({
    file: "index.ts",
    line: 8,
    column: 34,
  });
  expect(positionIn(inClass, { stackTrace: [{ sourcePosition: inClass }, {}] })).toBeUndefined();
  expect(positionIn(inClass)).toBeUndefined();
});

test.each([
  "project:///venv/lib/python3.12/site-packages/people/team.py#8",
  "project:///../../github.com/pulumi/pulumi-yaml@v1.25.0/pkg/pulumiyaml/run.go#1391",
  "project:///../other/index.ts#8,34",
  "project:///node_modules/people/index.js#8,34",
  "project:///src/%2e%2e/%2e%2e/index.ts#8,34",
  "project:///index.ts",
  "project:///index.ts#0,1",
  "project:///%zz.ts#1,1",
  "file:///index.ts#8,34",
  undefined,
])("%j is no line of the program", (text) => {
  expect(positionIn(text)).toBeUndefined();
});

test("a resource that is replaced is no longer declared there", () => {
  expect(positionIn("project:///index.ts#8,34", { delete: true })).toBeUndefined();
});
