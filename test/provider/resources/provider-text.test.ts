import { describe, expect, test } from "vitest";

import { providerText } from "../../../provider/resources/provider-text.js";
import { schemas } from "../../../model/schema/index.js";
import { typeToken } from "../../../model/schema/kind.js";
import * as runtime from "../../../provider/adapters/dynamic/runtime.js";

const kinds = schemas.map(({ name }) => name);

describe("providerText", () => {
  test("is the text that stands in every state", () => {
    expect(schemas.map(providerText)).toEqual([
      'exports.handler=()=>(module.paths.push(...require.main?.paths??[]),require("pulumi-approw/runtime").User)',
      'exports.handler=()=>(module.paths.push(...require.main?.paths??[]),require("pulumi-approw/runtime").UserGroupMembership)',
      'exports.handler=()=>(module.paths.push(...require.main?.paths??[]),require("pulumi-approw/runtime").UserRoleAssignment)',
      'exports.handler=()=>(module.paths.push(...require.main?.paths??[]),require("pulumi-approw/runtime").Group)',
      'exports.handler=()=>(module.paths.push(...require.main?.paths??[]),require("pulumi-approw/runtime").Role)',
      'exports.handler=()=>(module.paths.push(...require.main?.paths??[]),require("pulumi-approw/runtime").GroupMembers)',
      'exports.handler=()=>(module.paths.push(...require.main?.paths??[]),require("pulumi-approw/runtime").Policy)',
      'exports.handler=()=>(module.paths.push(...require.main?.paths??[]),require("pulumi-approw/runtime").PolicyAssignment)',
      'exports.handler=()=>(module.paths.push(...require.main?.paths??[]),require("pulumi-approw/runtime").UserField)',
    ]);
  });

  test.each(kinds)("names an export of the runtime that has all operations: %s", (kind) => {
    expect(Object.keys(runtime[kind]).sort()).toEqual(
      ["check", "configure", "create", "delete", "diff", "read", "update"].sort(),
    );
  });
});

describe("typeToken", () => {
  test("is the token that stands in every state", () => {
    expect(schemas.map(typeToken)).toEqual([
      "pulumi-nodejs:dynamic/approw:User",
      "pulumi-nodejs:dynamic/approw:UserGroupMembership",
      "pulumi-nodejs:dynamic/approw:UserRoleAssignment",
      "pulumi-nodejs:dynamic/approw:Group",
      "pulumi-nodejs:dynamic/approw:Role",
      "pulumi-nodejs:dynamic/approw:GroupMembers",
      "pulumi-nodejs:dynamic/approw:Policy",
      "pulumi-nodejs:dynamic/approw:PolicyAssignment",
      "pulumi-nodejs:dynamic/approw:UserField",
    ]);
  });
});
