import * as pulumi from "@pulumi/pulumi";

/**
 * Whether a question depends on resources, by its arguments or by its options. In a preview this is unknown if one of them
 * does not exist yet, although the values of its arguments may be known.
 */
export function dependsOnResources(
  args: pulumi.Output<unknown>,
  dependsOn: pulumi.InvokeOutputOptions["dependsOn"],
): pulumi.Output<boolean> {
  const named: pulumi.Output<unknown> = pulumi.output<unknown>(dependsOn);
  const ids = named.apply(async (values) => {
    const implied = [await pulumi.getAllResources(named), await pulumi.getAllResources(args)];
    const resources = new Set<pulumi.Resource>();
    await collect(
      [[values].flat(), ...implied.map((some) => [...some])].flat().filter(isResource),
      resources,
    );
    return [...resources].map(idOf);
  });
  // The result depends on the resources, too.
  return ids.apply((each) => pulumi.all(each)).apply((each) => each.length > 0);
}

/** Adds the resources, and those in components. */
async function collect(found: readonly pulumi.Resource[], resources: Set<pulumi.Resource>): Promise<void> {
  for (const resource of found) {
    if (resources.has(resource)) continue;
    resources.add(resource);
    if (!pulumi.ComponentResource.isInstance(resource)) continue;
    // Both are Pulumi's own notes, as its functions read them: the end of the construction, and what it made.
    await Reflect.get(resource, "__data");
    const children: unknown = Reflect.get(resource, "__childResources");
    if (children instanceof Set) await collect([...children].filter(isResource), resources);
  }
}

function isResource(value: unknown): value is pulumi.Resource {
  return pulumi.Resource.isInstance(value);
}

/** Known when the resource exists. */
function idOf(resource: pulumi.Resource): pulumi.Output<unknown> {
  return pulumi.CustomResource.isInstance(resource) ? resource.id : resource.urn;
}
