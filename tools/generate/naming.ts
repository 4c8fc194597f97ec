/** The name of the files about a kind: `UserGroupMembership` is in `user-group-membership`. */
export function fileNameOf({ name }: { readonly name: string }): string {
  return name.replace(/(?<=[a-z])[A-Z]/gu, (letter) => `-${letter}`).toLowerCase();
}

/** The name of the constant that describes a kind: `userGroupMembership`. */
export function constantNameOf({ name }: { readonly name: string }): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1);
}

/** The name of the file of a function: `getUser` is in `get-user`. */
export function functionFile({ name }: { readonly name: string }): string {
  return name.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
}
