import { z } from "zod";

/** Selects how many users have a group or role, without reading them. */
export const userCountSelection = "users(page: 1, limit: 1) { totalCount }";

export const withUserCount = z.object({ users: z.object({ totalCount: z.number().int().min(0) }) });
