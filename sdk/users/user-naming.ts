/** How a message names users: one by id, several by their number. */
export function namedUsers(ids: readonly string[]): string {
  return ids.length === 1 ? `user ${ids.join()}` : `${ids.length} users`;
}
