import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createEmulator, type Emulator } from "../../emulator/index.js";
import { ApiClient } from "./api-client.js";

let emulator: Emulator;
let client: ApiClient;

beforeEach(async () => {
  emulator = await createEmulator({
    seed: {
      orgs: [
        { code: "acme", name: "Acme", nodes: [{ code: "lab", name: "Lab", nodes: [{ code: "optics" }] }] },
        { code: "navy" },
      ],
      users: [
        {
          username: "ada",
          departments: [
            { org: "acme", code: "optics", isMain: true },
            { org: "navy", isLeader: true },
          ],
        },
        { username: "grace" },
      ],
    },
  });
  client = await ApiClient.of(emulator);
});

afterEach(() => emulator.close());

interface Person {
  id: string;
  departments: { totalCount: number; list: { department: { id: string; orgId: string } }[] };
}

async function find(username: string, orgId?: string): Promise<Person> {
  const { data } = await client.graphql(
    `query ($username: String!, $orgId: String) {
      findUser(username: $username) {
        id
        departments(orgId: $orgId) {
          totalCount
          list { isMainDepartment joinedAt department { id orgId code namePath codePath depth root } }
        }
      }
    }`,
    { username, orgId },
  );
  return (data as { findUser: Person }).findUser;
}

describe("the departments of a user", () => {
  test("are listed with their path, in all organizations or in one", async () => {
    const ada = await find("ada");
    const [optics] = ada.departments.list;

    expect(ada.departments).toMatchObject({
      totalCount: 2,
      list: [
        {
          isMainDepartment: true,
          department: {
            code: "optics",
            namePath: ["Acme", "Lab", "optics"],
            codePath: ["acme", "lab", "optics"],
            depth: 2,
            root: false,
          },
        },
        { isMainDepartment: false, department: { code: "navy", root: true } },
      ],
    });
    await expect(find("ada", optics?.department.orgId)).resolves.toMatchObject({
      departments: { totalCount: 1 },
    });
  });

  test("are the same over REST, which also lists the nodes that lead to them", async () => {
    const { id } = await find("ada");

    await expect(client.rest("GET", `/users/${id}/departments`)).resolves.toMatchObject({
      data: { totalCount: 2, list: [{ isMainDepartment: true, department: { code: "optics" } }, {}] },
    });
    await expect(client.rest("GET", `/users/${id}/orgs`)).resolves.toMatchObject({
      data: [[{ code: "acme" }, { code: "lab" }, { code: "optics" }], [{ code: "navy" }]],
    });
  });

  test("narrow a search and a list of users", async () => {
    const search = `query ($opts: [SearchUserDepartmentOpt]) {
      searchUser(query: "a", departmentOpts: $opts) { totalCount }
    }`;
    const { departments } = await find("ada");
    const { orgId = "" } = departments.list[0]?.department ?? {};
    const { data } = await client.graphql("query ($id: String!) { org(id: $id) { rootNode { id } } }", {
      id: orgId,
    });
    const departmentId = (data as { org: { rootNode: { id: string } } }).org.rootNode.id;
    const count = async (includeChildrenDepartments: boolean) =>
      client.graphql(search, { opts: [{ departmentId, includeChildrenDepartments }] });

    await expect(count(true)).resolves.toEqual({ data: { searchUser: { totalCount: 1 } } });
    await expect(count(false)).resolves.toEqual({ data: { searchUser: { totalCount: 0 } } });
    await expect(client.graphql("{ users(excludeUsersInOrg: true) { list { username } } }")).resolves.toEqual(
      { data: { users: { list: [{ username: "grace" }] } } },
    );
  });
});

describe("an organization", () => {
  test("is created with its root, gets nodes and members, and loses members", async () => {
    const { id: grace } = await find("grace");
    const { data } = await client.graphql(
      `mutation { createOrg(name: "Bank", code: "bank") { id rootNode { id children } } }`,
    );
    const org = (data as { createOrg: { id: string; rootNode: { id: string } } }).createOrg;
    const add = `mutation ($orgId: String!, $code: String) {
      addNodeV2(orgId: $orgId, name: "Vault", code: $code) { id path }
    }`;
    const added = await client.graphql(add, { orgId: org.id, code: "vault" });
    const { id: nodeId } = (added.data as { addNodeV2: { id: string } }).addNodeV2;
    const members = `{ id users(page: 1, limit: 10) { totalCount list { username } } }`;

    expect(added).toEqual({ data: { addNodeV2: { id: nodeId, path: [org.rootNode.id, nodeId] } } });
    expect(await client.refusal(add, { orgId: org.id, code: "vault" })).toBe(500);
    await expect(
      client.graphql(
        `mutation ($orgId: String, $ids: [String!]!) {
          addMember(orgId: $orgId, nodeCode: "vault", userIds: $ids, isLeader: true) ${members}
        }`,
        { orgId: org.id, ids: [grace] },
      ),
    ).resolves.toEqual({
      data: { addMember: { id: nodeId, users: { totalCount: 1, list: [{ username: "grace" }] } } },
    });
    await expect(
      client.graphql("query ($id: String!) { org(id: $id) { nodes { name users { totalCount } } } }", {
        id: org.id,
      }),
    ).resolves.toEqual({
      data: {
        org: {
          nodes: [
            { name: "Bank", users: { totalCount: 1 } },
            { name: "Vault", users: { totalCount: 1 } },
          ],
        },
      },
    });
    await expect(
      client.graphql(
        `mutation ($nodeId: String, $ids: [String!]!) { removeMember(nodeId: $nodeId, userIds: $ids) ${members} }`,
        { nodeId, ids: [grace] },
      ),
    ).resolves.toMatchObject({ data: { removeMember: { users: { totalCount: 0 } } } });
    await expect(client.graphql(`{ nodeById(id: "5f0000000000000000000000") { id } }`)).resolves.toEqual({
      data: { nodeById: null },
    });
  });

  test("counts the users below a node unless the request says otherwise", async () => {
    const { departments } = await find("ada");
    const orgId = departments.list[0]?.department.orgId;
    const { data } = await client.graphql(
      `query ($id: String!) {
        org(id: $id) { rootNode { all: users { totalCount } own: users(includeChildrenNodes: false) { totalCount } } }
      }`,
      { id: orgId },
    );

    expect(data).toEqual({ org: { rootNode: { all: { totalCount: 1 }, own: { totalCount: 0 } } } });
  });
});
