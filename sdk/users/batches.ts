/** The maximum of users by id in one request. The service refuses more (code 2030). */
export const maxUsersPerBatch = 80;

/** The ids, each once, in as few batches as possible. */
export function inBatches(ids: readonly string[]): string[][] {
  const distinct = [...new Set(ids)];
  const count = Math.ceil(distinct.length / maxUsersPerBatch);
  return Array.from({ length: count }, (_, index) =>
    distinct.slice(index * maxUsersPerBatch, (index + 1) * maxUsersPerBatch),
  );
}
