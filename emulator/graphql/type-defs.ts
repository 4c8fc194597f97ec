import { sortOrders } from "../operations/paging.js";
import { customDataTypes, customTargetTypes } from "../state/custom-data.js";
import { policyEffects, policyTargetTypes } from "../state/policies.js";
import { createUserInput, declareFields, updateUserInput, userFields } from "../state/user-fields.js";
import { userStatuses } from "../state/user-store.js";

/** The part of the service's GraphQL v2 schema that concerns users, groups, roles, custom data and policies. */
export const typeDefs = /* GraphQL */ `
type Query {
  accessToken(userPoolId: String!, secret: String!): AccessTokenRes!
  userpool: UserPool!
  user(id: String): User
  # The service declares [User!]!. The nulls make room for the behaviour batchUnknownId "null".
  userBatch(ids: [String!]!, type: String): [User]!
  users(page: Int, limit: Int, sortBy: SortByEnum, excludeUsersInOrg: Boolean): PaginatedUsers!
  findUser(
    email: String
    phone: String
    username: String
    externalId: String
    identity: FindUserByIdentityInput
  ): User
  searchUser(
    query: String!
    fields: [String]
    page: Int
    limit: Int
    departmentOpts: [SearchUserDepartmentOpt]
    groupOpts: [SearchUserGroupOpt]
    roleOpts: [SearchUserRoleOpt]
  ): PaginatedUsers!
  archivedUsers(page: Int, limit: Int): PaginatedUsers!
  isUserExists(email: String, phone: String, username: String, externalId: String): Boolean
  checkLoginStatus(token: String): JwtTokenStatus
  org(id: String!): Org!
  nodeById(id: String!): Node
  group(code: String!): Group
  groups(userId: String, page: Int, limit: Int, sortBy: SortByEnum): PaginatedGroups!
  role(code: String!, namespace: String): Role
  roles(namespace: String, page: Int, limit: Int, sortBy: SortByEnum): PaginatedRoles!
  udf(targetType: UDFTargetType!): [UserDefinedField!]!
  udv(targetType: UDFTargetType!, targetId: String!): [UserDefinedData!]!
  udfValueBatch(targetType: UDFTargetType!, targetIds: [String]!): [UserDefinedDataMap!]!
  policy(namespace: String, code: String!): Policy
  policies(page: Int, limit: Int, namespace: String, excludeDefault: Boolean): PaginatedPolicies!
  policyAssignments(
    namespace: String
    code: String
    targetType: PolicyAssignmentTargetType
    targetIdentifier: String
    page: Int
    limit: Int
  ): PaginatedPolicyAssignments!
}

type Mutation {
  refreshAccessToken(accessToken: String): RefreshAccessTokenRes!
  createUser(
    userInfo: CreateUserInput!
    params: String
    identity: CreateUserIdentityInput
    keepPassword: Boolean
    resetPasswordOnFirstLogin: Boolean
  ): User!
  updateUser(id: String, input: UpdateUserInput!, emailToken: String, phoneToken: String): User!
  deleteUser(id: String!): CommonMessage
  deleteUsers(ids: [String!]!): CommonMessage
  refreshToken(id: String): RefreshToken
  createOrg(name: String!, code: String, description: String, tenantId: String): Org!
  addNodeV2(
    orgId: String!
    parentNodeId: String
    name: String!
    nameI18n: String
    description: String
    descriptionI18n: String
    order: Int
    code: String
  ): Node!
  addMember(nodeId: String, orgId: String, nodeCode: String, userIds: [String!]!, isLeader: Boolean): Node!
  removeMember(nodeId: String, orgId: String, nodeCode: String, userIds: [String!]!): Node!
  createGroup(code: String!, name: String!, description: String): Group!
  updateGroup(code: String!, name: String, description: String, newCode: String): Group!
  deleteGroups(codeList: [String!]!): CommonMessage!
  addUserToGroup(userIds: [String!]!, code: String): CommonMessage!
  removeUserFromGroup(userIds: [String!]!, code: String): CommonMessage!
  createRole(namespace: String, code: String!, description: String, parent: String): Role!
  updateRole(code: String!, description: String, newCode: String, namespace: String): Role!
  deleteRole(code: String!, namespace: String): CommonMessage!
  deleteRoles(codeList: [String!]!, namespace: String): CommonMessage!
  assignRole(
    namespace: String
    roleCode: String
    roleCodes: [String]
    userIds: [String!]
    groupCodes: [String!]
    nodeCodes: [String!]
  ): CommonMessage
  revokeRole(
    namespace: String
    roleCode: String
    roleCodes: [String]
    userIds: [String!]
    groupCodes: [String!]
    nodeCodes: [String!]
  ): CommonMessage
  setUdf(
    targetType: UDFTargetType!
    key: String!
    dataType: UDFDataType!
    label: String!
    options: String
  ): UserDefinedField!
  removeUdf(targetType: UDFTargetType!, key: String!): CommonMessage
  setUdv(targetType: UDFTargetType!, targetId: String!, key: String!, value: String!): [UserDefinedData!]
  setUdvBatch(
    targetType: UDFTargetType!
    targetId: String!
    udvList: [UserDefinedDataInput!]
  ): [UserDefinedData!]
  setUdfValueBatch(targetType: UDFTargetType!, input: [SetUdfValueBatchInput!]!): CommonMessage
  removeUdv(targetType: UDFTargetType!, targetId: String!, key: String!): [UserDefinedData!]
  createPolicy(
    namespace: String
    code: String!
    description: String
    statements: [PolicyStatementInput!]!
  ): Policy!
  updatePolicy(
    namespace: String
    code: String!
    description: String
    statements: [PolicyStatementInput!]
    newCode: String
  ): Policy!
  deletePolicy(code: String!, namespace: String): CommonMessage!
  deletePolicies(codeList: [String!]!, namespace: String): CommonMessage!
  addPolicyAssignments(
    policies: [String!]!
    targetType: PolicyAssignmentTargetType!
    targetIdentifiers: [String!]
    inheritByChildren: Boolean
    namespace: String
  ): CommonMessage!
  removePolicyAssignments(
    policies: [String!]!
    targetType: PolicyAssignmentTargetType!
    targetIdentifiers: [String!]
    namespace: String
  ): CommonMessage!
  enablePolicyAssignment(
    policy: String!
    targetType: PolicyAssignmentTargetType!
    targetIdentifier: String!
    namespace: String
  ): CommonMessage!
  # The service spells it so.
  disbalePolicyAssignment(
    policy: String!
    targetType: PolicyAssignmentTargetType!
    targetIdentifier: String!
    namespace: String
  ): CommonMessage!
}

type User {
  id: String!
  arn: String!
  userPoolId: String!
  status: UserStatus
${declareFields(userFields.shape)}
  token: String
  createdAt: String
  updatedAt: String
  newlyCreated: Boolean
  identities: [Identity]
  roles(namespace: String): PaginatedRoles
  groups: PaginatedGroups
  departments(orgId: String): PaginatedDepartments
  authorizedResources(namespace: String, resourceType: String): PaginatedAuthorizedResources
  customData: [UserCustomData]
}

input CreateUserInput {
${declareFields(createUserInput.shape)}
}

input UpdateUserInput {
${declareFields(updateUserInput.shape)}
}

input CreateUserIdentityInput {
  provider: String!
  userIdInIdp: String!
  openid: String
  isSocial: Boolean
  connectionId: String
  accessToken: String
  refreshToken: String
}

input FindUserByIdentityInput {
  identifier: String
  userIdInIdp: String
  isSocial: Boolean
  provider: String
}

input SearchUserDepartmentOpt {
  departmentId: String
  includeChildrenDepartments: Boolean
}

input SearchUserGroupOpt {
  code: String
}

input SearchUserRoleOpt {
  namespace: String
  code: String!
}

type Group {
  code: String!
  name: String!
  description: String
  createdAt: String
  updatedAt: String
  users(page: Int, limit: Int): PaginatedUsers!
  authorizedResources(namespace: String, resourceType: String): PaginatedAuthorizedResources
}

type Role {
  id: String!
  namespace: String!
  code: String!
  arn: String!
  description: String
  isSystem: Boolean
  createdAt: String
  updatedAt: String
  users(page: Int, limit: Int): PaginatedUsers!
  authorizedResources(resourceType: String): PaginatedAuthorizedResources
  parent: Role
}

type Identity {
  openid: String
  userIdInIdp: String
  userInfoInIdp: String
  userId: String
  connectionId: String
  isSocial: Boolean
  provider: String
  userPoolId: String
  refreshToken: String
  accessToken: String
  type: String
  extIdpId: String
}

type UserCustomData {
  key: String!
  value: String
  label: String
  dataType: UDFDataType!
}

type UserDefinedField {
  targetType: UDFTargetType!
  dataType: UDFDataType!
  key: String!
  label: String
  options: String
}

type UserDefinedData {
  key: String!
  dataType: UDFDataType!
  value: String!
  label: String
}

type UserDefinedDataMap {
  targetId: String!
  data: [UserDefinedData!]!
}

input UserDefinedDataInput {
  key: String!
  value: String
}

input SetUdfValueBatchInput {
  targetId: String!
  key: String!
  value: String!
}

scalar Object

type Policy {
  namespace: String!
  code: String!
  isDefault: Boolean!
  description: String
  statements: [PolicyStatement!]!
  createdAt: String
  updatedAt: String
  assignmentsCount: Int!
  assignments(page: Int, limit: Int, namespace: String): [PolicyAssignment!]!
}

type PolicyStatement {
  resource: String!
  actions: [String!]!
  effect: PolicyEffect
  condition: [PolicyStatementCondition!]
}

type PolicyStatementCondition {
  param: String!
  operator: String!
  value: Object!
}

input PolicyStatementInput {
  resource: String!
  actions: [String!]!
  effect: PolicyEffect
  condition: [PolicyStatementConditionInput!]
}

input PolicyStatementConditionInput {
  param: String!
  operator: String!
  value: Object!
}

type PolicyAssignment {
  code: String!
  targetType: PolicyAssignmentTargetType!
  targetIdentifier: String!
}

type PaginatedPolicies {
  totalCount: Int!
  list: [Policy!]!
}

type PaginatedPolicyAssignments {
  totalCount: Int!
  list: [PolicyAssignment!]!
}

type UserDepartment {
  department: Node!
  isMainDepartment: Boolean!
  joinedAt: String
}

type Org {
  id: String!
  rootNode: Node!
  nodes: [Node!]!
  tenantId: String
}

type Node {
  id: String!
  orgId: String
  name: String!
  nameI18n: String
  description: String
  descriptionI18n: String
  order: Int
  code: String
  root: Boolean
  depth: Int
  path: [String!]!
  codePath: [String]!
  namePath: [String!]!
  createdAt: String
  updatedAt: String
  children: [String!]
  isVirtualNode: Boolean
  users(page: Int, limit: Int, sortBy: SortByEnum, includeChildrenNodes: Boolean = true): PaginatedUsers!
  roles: PaginatedRoles
  authorizedResources(namespace: String, resourceType: String): PaginatedAuthorizedResources
}

type AuthorizedResource {
  code: String!
  type: ResourceType
  actions: [String!]
  apiIdentifier: String
}

type PaginatedUsers {
  totalCount: Int!
  list: [User!]!
}

type PaginatedGroups {
  totalCount: Int!
  list: [Group!]!
}

type PaginatedRoles {
  totalCount: Int!
  list: [Role!]!
}

type PaginatedDepartments {
  totalCount: Int!
  list: [UserDepartment!]!
}

type PaginatedAuthorizedResources {
  totalCount: Int!
  list: [AuthorizedResource!]!
}

type CommonMessage {
  message: String
  code: Int
}

type AccessTokenRes {
  accessToken: String
  exp: Int
  iat: Int
}

type RefreshAccessTokenRes {
  accessToken: String
  exp: Int
  iat: Int
}

type RefreshToken {
  token: String
  iat: Int
  exp: Int
}

type UserPool {
  id: String!
  name: String!
  domain: String!
  description: String
  secret: String!
  jwtSecret: String!
  ownerId: String
  userpoolTypes: [UserPoolType!]
  logo: String!
  createdAt: String
  updatedAt: String
  emailVerifiedDefault: Boolean!
  sendWelcomeEmail: Boolean!
  registerDisabled: Boolean!
  appSsoEnabled: Boolean!
  showWxQRCodeWhenRegisterDisabled: Boolean
  allowedOrigins: String
  tokenExpiresAfter: Int
  isDeleted: Boolean
  frequentRegisterCheck: LimitCheck
  loginFailCheck: LimitCheck
  loginPasswordFailCheck: LimitCheck
  passwordUpdatePolicy: PasswordUpdatePolicyConfig
  loginFailStrategy: String
  changePhoneStrategy: ChangePhoneStrategy
  changeEmailStrategy: ChangeEmailStrategy
  qrcodeLoginStrategy: QrcodeLoginStrategy
  app2WxappLoginStrategy: App2WxappLoginStrategy
  whitelist: RegisterWhiteListConfig
  customSMSProvider: CustomSMSProvider
  packageType: Int
  useCustomUserStore: Boolean
  loginRequireEmailVerified: Boolean
  verifyCodeLength: Int
  verifyCodeMaxAttempts: Int
}

type UserPoolType {
  code: String
  name: String
  description: String
  image: String
  sdks: [String]
}

# The service has three types with these fields, one for each check.
type LimitCheck {
  timeInterval: Int
  limit: Int
  enabled: Boolean
}

type PasswordUpdatePolicyConfig {
  enabled: Boolean
  forcedCycle: Int
  differenceCycle: Int
}

type ChangePhoneStrategy {
  verifyOldPhone: Boolean
}

type ChangeEmailStrategy {
  verifyOldEmail: Boolean
}

type QrcodeLoginStrategy {
  qrcodeExpiresAfter: Int
  returnFullUserInfo: Boolean
  allowExchangeUserInfoFromBrowser: Boolean
  ticketExpiresAfter: Int
}

type App2WxappLoginStrategy {
  ticketExpriresAfter: Int
  ticketExchangeUserInfoNeedSecret: Boolean
}

type RegisterWhiteListConfig {
  phoneEnabled: Boolean
  emailEnabled: Boolean
  usernameEnabled: Boolean
}

type CustomSMSProvider {
  enabled: Boolean
  provider: String
  config: String
}

type JwtTokenStatus {
  code: Int
  message: String
  status: Boolean
  exp: Int
  iat: Int
  data: JwtTokenStatusDetail
}

type JwtTokenStatusDetail {
  id: String
  userPoolId: String
  arn: String
}

enum UserStatus {
  ${userStatuses.join("\n  ")}
}

enum SortByEnum {
  ${sortOrders.join("\n  ")}
}

enum UDFDataType {
  ${customDataTypes.join("\n  ")}
}

enum UDFTargetType {
  ${customTargetTypes.join("\n  ")}
}

enum PolicyEffect {
  ${policyEffects.join("\n  ")}
}

enum PolicyAssignmentTargetType {
  ${policyTargetTypes.join("\n  ")}
}

enum ResourceType {
  DATA
  API
  MENU
  UI
  BUTTON
}
`;
