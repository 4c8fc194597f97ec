import type { IssuedToken } from "../credentials/tokens.js";
import { ManagementError } from "../errors.js";
import type { Service } from "./service.js";
import type { UserRecord } from "../state/user-store.js";
import { findById, readById } from "./users.js";

export interface AccessToken {
  accessToken: string;
  iat: number;
  exp: number;
}

export interface LoginStatus {
  code: number;
  message: string;
  status: boolean;
  iat: number | null;
  exp: number | null;
  data: { id: string; userPoolId: string; arn: string } | null;
}

/** @throws ManagementError 2224 for an unknown pool, 2020 for a wrong secret */
export async function logIn(
  service: Service,
  credentials: { userPoolId: string; secret: string },
): Promise<AccessToken> {
  if (credentials.userPoolId !== service.pool.id) throw new ManagementError(2224);
  if (credentials.secret !== service.secret) {
    throw new ManagementError(2020, "The secret does not belong to the user pool");
  }
  return toAccessToken(await service.tokens.issueManagementToken());
}

/** @throws ManagementError 500 (`TokenInBlackListError`) when the token is not valid any more */
export async function renewLogin({ tokens }: Service, token: string): Promise<AccessToken> {
  const { status } = await tokens.checkManagementToken(token);
  if (status !== "valid") {
    throw new ManagementError(500, "The token is in the blacklist", "TokenInBlackListError");
  }
  return toAccessToken(await tokens.issueManagementToken());
}

/**
 * Issues a new token for a user, as a new login would.
 *
 * @throws ManagementError 2005 for a user who may not log in
 */
export async function refreshUserToken(service: Service, id: string): Promise<IssuedToken> {
  const before = findById(service, id);
  if (before.status !== "Activated") throw new ManagementError(2005);
  const issued = await service.tokens.issueUserToken(before);
  const user = findById(service, id);
  const tokenExpiredAt = new Date(issued.exp * 1000).toISOString();
  service.pool.users.replace({ ...user, token: issued.token, fields: { ...user.fields, tokenExpiredAt } });
  return issued;
}

/** Whether the latest login of a user is still valid. @throws ManagementError 400 for an unknown user */
export async function loginOf(
  service: Service,
  userId: string,
): Promise<{ isLogin: boolean; user: UserRecord }> {
  const user = readById(service, userId);
  if (!user) throw new ManagementError(400, "invalid user id for: login-status");
  const checked = user.token === null ? undefined : await service.tokens.checkUserToken(user.token);
  return { isLogin: checked?.status === "valid", user };
}

/** The service reports an expired login in the answer, not with an error. */
export async function checkLogin({ tokens }: Service, token: string): Promise<LoginStatus> {
  const checked = await tokens.checkUserToken(token);
  if (checked.status !== "valid") {
    return { code: 2206, message: "Login expired", status: false, iat: null, exp: null, data: null };
  }
  const { iat, exp, data } = checked.claims;
  return { code: 200, message: "Logged in", status: true, iat, exp, data };
}

function toAccessToken({ token, iat, exp }: IssuedToken): AccessToken {
  return { accessToken: token, iat, exp };
}
