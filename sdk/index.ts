export { apiCodes, type ApiCode, type RefusalKind } from "./api-codes.js";
export type { EncryptPassword } from "./auth/password-cipher.js";
export type { CommonMessage } from "./common-message.js";
export {
  isApiError,
  isApprowError,
  isAuthenticationError,
  isConflict,
  isInvalidInput,
  isNotFound,
  isNotSupported,
  isOutcomeUnknown,
  isPartialCreate,
  isPermissionError,
  isRateLimit,
  isTransportError,
  isUnexpectedResponse,
} from "./error-guards.js";
export {
  ApiError,
  ApprowError,
  AuthenticationError,
  ConflictError,
  errorCodes,
  InvalidInputError,
  NotFoundError,
  NotSupportedError,
  PartialCreateError,
  PermissionError,
  RateLimitError,
  TransportError,
  UnexpectedResponseError,
  type ErrorCode,
} from "./errors.js";
export type { Group } from "./groups/group.js";
export type { CreateGroupInput, GroupMembers, Groups, UpdateGroupInput } from "./groups/groups.js";
export type { Wait } from "./http/api.js";
export type { HeaderFamily, MessageLanguage } from "./http/headers.js";
export type { RequestStats } from "./http/request-stats.js";
export { ManagementClient, type ManagementClientOptions } from "./management-client.js";
export type { Namespace } from "./namespaces/namespace.js";
export type { Namespaces } from "./namespaces/namespaces.js";
export type { Page, PageSizeOption } from "./page.js";
export type { PolicyTarget } from "./policies/assignments-call.js";
export type {
  CreatePolicyInput,
  ListPoliciesOptions,
  OnePolicyAssignment,
  Policies,
  PolicyHolders,
  PolicyUse,
  UpdatePolicyInput,
} from "./policies/policies.js";
export {
  policyTargetTypes,
  type Policy,
  type PolicyAssignment,
  type PolicyCondition,
  type PolicyStatement,
  type PolicyTargetType,
} from "./policies/policy.js";
export type { LimitCheck, PasswordUpdatePolicy, UserPool, UserPoolDetail } from "./user-pool/user-pool.js";
export { defaultNamespace, type ParentRole, type Role } from "./roles/role.js";
export type { CreateRoleInput, RoleHolders, Roles, UpdateRoleInput } from "./roles/roles.js";
export type { CustomData, CustomDataOutcomes } from "./udf/custom-data.js";
export { customTargetTypes, type CustomField, type CustomTargetType } from "./udf/custom-field.js";
export type { CustomFields, CustomValueKey, SetCustomFieldInput } from "./udf/custom-fields.js";
export { customDataTypes, type CustomDataType, type CustomObject, type CustomValue } from "./udf/encoding.js";
export type { CustomValueInput } from "./udf/written-values.js";
export {
  uniqueUserFields,
  userFields,
  type CreateUserInput,
  type UpdateUserInput,
  type UserField,
  type UserFieldRow,
} from "./users/user-fields.js";
export type {
  BatchQueryField,
  BatchUsersOptions,
  CreateUserIdentity,
  CreateUserOptions,
  CustomDataOption,
  FindUserIdentity,
  FindUserOptions,
  ListUsersOptions,
  SearchDepartment,
  SearchUsersOptions,
  SortBy,
  UserIdentifiers,
} from "./users/user-options.js";
export type { ArchivedMatch, ArchivedSearch, IdentifierLists } from "./users/archived-users.js";
export type { CreateManyOutcome } from "./users/bulk-creation.js";
export type { Department, OrgNode } from "./users/departments.js";
export type { SnapshotSelection, UserSnapshot } from "./users/user-snapshot.js";
export type { Identity, User } from "./users/user.js";
export { maxUsersPerBatch } from "./users/batches.js";
export type { RefreshToken, Users } from "./users/users.js";
