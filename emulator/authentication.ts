import { ManagementError } from "./errors.js";
import type { Service } from "./operations/service.js";

/** The header that names the pool, as each brand spells it. */
const poolHeaders = ["x-approw-userpool-id", "x-authing-userpool-id"] as const;

/**
 * Why a request is not authorized, or undefined if it is: 2231 without a header that names the pool, 2224 for an
 * unknown pool, 2020 without a token of this pool, 2206 for an expired token.
 */
export async function denialOf(service: Service, headers: Headers): Promise<ManagementError | undefined> {
  const poolId = poolHeaders.map((name) => headers.get(name)).find((value) => value !== null);
  if (poolId === undefined)
    return new ManagementError(2231, "The request must name the user pool in a header");
  if (poolId !== service.pool.id) return new ManagementError(2224);
  const token = bearerOf(headers);
  if (token === undefined) return new ManagementError(2020);
  const { status } = await service.tokens.checkManagementToken(token);
  if (status === "invalid") return new ManagementError(2020);
  return status === "expired" ? new ManagementError(2206) : undefined;
}

/** The token in the header `Authorization`, of whatever kind. */
export function bearerOf(headers: Headers): string | undefined {
  return /^Bearer (.+)$/i.exec(headers.get("authorization") ?? "")?.[1];
}
