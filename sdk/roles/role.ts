import { z } from "zod";

/** The namespace (permission group) of roles that the service uses by default. */
export const defaultNamespace = "default";

/** A role as the parent of another. */
export interface ParentRole {
  code: string;
  namespace: string;
  arn: string;
  description: string | null;
  /** ISO 8601. */
  createdAt: string | null;
  /** ISO 8601. */
  updatedAt: string | null;
}

/** A role. `namespace` and `code` together identify it in the pool. */
export interface Role extends ParentRole {
  id: string;
  /** The role that this one inherits from. */
  parent: ParentRole | null;
}

const scalars = "code namespace arn description createdAt updatedAt";

export const roleSelection = `id ${scalars} parent { ${scalars} }`;

const parentRole = z.object({
  code: z.string(),
  namespace: z.string(),
  arn: z.string(),
  description: z.string().nullable(),
  createdAt: z.string().nullable(),
  updatedAt: z.string().nullable(),
});

export const role: z.ZodType<Role> = parentRole.extend({ id: z.string(), parent: parentRole.nullable() });
