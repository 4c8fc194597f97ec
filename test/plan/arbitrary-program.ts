import fc from "fast-check";

import type { Properties } from "../../model/rules/record.js";
import type { KindName } from "../../model/schema/index.js";

/** A resource of a generated program. `user` names the `User` whose id it needs. */
export interface GeneratedResource {
  readonly kind: KindName;
  readonly name: string;
  readonly inputs: Properties;
  readonly user?: string;
}

const usernames = ["ada", "bob", "cyd", "dee", "eve", "fay"] as const;
export const groupCodes = ["dev", "ops", "qa"] as const;
export const roleCodes = ["admin", "reader"] as const;

const optional = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const codes = <Code extends string>(all: readonly Code[]): fc.Arbitrary<Code[]> => fc.subarray([...all]);

const person = fc.record({
  email: optional(fc.constantFrom("one@x.test", "two@x.test", "Three@X.test")),
  name: optional(fc.constantFrom("A", "B", "C")),
  blocked: optional(fc.boolean()),
  deletionPolicy: optional(fc.constantFrom("delete", "block", "retain")),
  adopt: optional(fc.boolean()),
  groups: optional(codes(groupCodes)),
  roles: optional(codes(roleCodes)),
  exhaustiveGroups: optional(fc.boolean()),
  customData: optional(fc.record({ team: fc.constantFrom("red", "blue") })),
});

/** A program: users with unique values that pass from one to another between two programs, groups, and who is in them. */
export const arbitraryProgram: fc.Arbitrary<GeneratedResource[]> = fc
  .record({
    names: fc.shuffledSubarray([...usernames], { maxLength: 4 }),
    people: fc.array(person, { minLength: 4, maxLength: 4 }),
    group: optional(
      fc.record({ code: fc.constantFrom("team", "crew"), name: fc.constantFrom("Team", "Crew") }),
    ),
    role: optional(
      fc.record({ code: fc.constant("lead"), description: optional(fc.constantFrom("L", "M")) }),
    ),
    members: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    assignments: fc.array(optional(codes(roleCodes)), { minLength: 4, maxLength: 4 }),
    slots: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 }),
  })
  .map(({ names, people, group, role, members, assignments, slots }) => {
    const emails = new Set<string>();
    const coded: GeneratedResource[] = [
      ...(group === undefined ? [] : [{ kind: "Group" as const, name: "team", inputs: group }]),
      ...(role === undefined ? [] : [{ kind: "Role" as const, name: "lead", inputs: present(role) }]),
    ];
    const users = names.flatMap((username, index): GeneratedResource[] => {
      const { email, groups, roles, exhaustiveGroups, ...rest } = people[index] ?? {};
      const ownEmail = email === undefined || emails.has(email.toLowerCase()) ? undefined : email;
      if (ownEmail !== undefined) emails.add(ownEmail.toLowerCase());
      const name = `user${slots[index] ?? index}`;
      const own = {
        ...rest,
        username,
        email: ownEmail,
        groups,
        exhaustiveGroups: groups === undefined ? undefined : exhaustiveGroups,
        roles: assignments[index] === undefined ? roles : undefined,
      };
      const beside: GeneratedResource[] = [
        ...(members[index] === true && groups === undefined && group !== undefined
          ? [
              {
                kind: "UserGroupMembership" as const,
                name,
                user: name,
                inputs: { groups: [group.code, "dev"] },
              },
            ]
          : []),
        ...(assignments[index] !== undefined && assignments[index].length > 0
          ? [{ kind: "UserRoleAssignment" as const, name, user: name, inputs: { roles: assignments[index] } }]
          : []),
      ];
      return [{ kind: "User", name, inputs: present(own) }, ...beside];
    });
    return [...coded, ...users];
  });

function present(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}

/** What somebody does in the pool by hand. */
export const arbitraryDeeds = fc.array(
  fc.oneof(
    fc.record({
      does: fc.constant("leave" as const),
      username: fc.constantFrom(...usernames),
      group: fc.constantFrom(...groupCodes),
    }),
    fc.record({
      does: fc.constant("join" as const),
      username: fc.constantFrom(...usernames),
      group: fc.constantFrom(...groupCodes),
    }),
    fc.record({
      does: fc.constant("rename" as const),
      username: fc.constantFrom(...usernames),
      name: fc.constantFrom("B", "Z"),
    }),
    fc.record({ does: fc.constant("block" as const), username: fc.constantFrom(...usernames) }),
    fc.record({ does: fc.constant("delete" as const), username: fc.constantFrom(...usernames) }),
    fc.record({ does: fc.constant("create" as const), username: fc.constantFrom(...usernames) }),
    fc.record({ does: fc.constant("archive" as const), username: fc.constantFrom(...usernames) }),
  ),
  { maxLength: 4 },
);
