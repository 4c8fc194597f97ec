import * as pulumi from "@pulumi/pulumi";

/**
 * A mistake in the program, shown without a stack, which would not help. The error has no stack at all, because Pulumi
 * colours it, and many releases of Node.js then loop until memory runs out (nodejs/node#64011).
 */
export function programError(message: string, resource?: pulumi.Resource): Error {
  const error =
    resource === undefined ? new pulumi.RunError(message) : new pulumi.ResourceError(message, resource, true);
  error.stack = "";
  return error;
}
