import { ManagementError } from "./errors.js";
import type { Service } from "./operations/service.js";

/** The header that names the pool, in the spelling of each brand. */
const poolHeaders = ["x-approw-userpool-id", "x-authing-userpool-id"] as const;

/**
 * Why a request may not act as the pool's owner, or undefined when it may: 2231 without a header that names the
 * pool, 2224 for a pool that is not here, 2020 without a token of this pool, 2206 for one that has expired.
 */
export async function denialOf(service: Service, headers: Headers): Promise<ManagementError | undefined> {
  const poolId = poolHeaders.map((name) => headers.get(name)).find((value) => value !== null);
  if (poolId === undefined) return new ManagementError(2231, "No header names the user pool");
  if (poolId !== service.pool.id) return new ManagementError(2224);
  const token = /^Bearer (.+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  if (token === undefined) return new ManagementError(2020);
  const { status } = await service.tokens.checkManagementToken(token);
  if (status === "invalid") return new ManagementError(2020);
  return status === "expired" ? new ManagementError(2206) : undefined;
}
