import type * as pulumi from "@pulumi/pulumi";

import type { KindName } from "../../model/schema/index.js";

type ResourceClass = new (
  name: string,
  args: never,
  options: pulumi.CustomResourceOptions,
) => pulumi.CustomResource;

/** The classes of the resources of a roster, by kind. */
export type Classes = Readonly<Record<KindName, ResourceClass>>;

const classesKey = Symbol.for("pulumi-approw.rosterClasses");

/** Lets a class of rosters declare its resources with other classes. */
export function useClasses(Class: object, classes: Classes): void {
  Object.defineProperty(Class, classesKey, { value: classes });
}

/** The classes that a class of rosters uses in place of the usual ones. */
export function classesOf(Class: object): Classes | undefined {
  return Reflect.get(Class, classesKey) as Classes | undefined;
}
