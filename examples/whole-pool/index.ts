import * as approw from "pulumi-approw";

const engineering = new approw.Group("engineering", { code: "engineering", name: "Engineering" });
const research = new approw.Group("research", { code: "research", name: "Research" });
const onCall = new approw.Group("on-call", {
  code: "on-call",
  description: "People who are called at night",
});

const author = new approw.Role("author", { code: "author", description: "May write" });
const editor = new approw.Role("editor", {
  code: "editor",
  description: "May publish",
  // The editor may do what an author may do.
  parent: author.code,
});

const publish = new approw.Policy("publish", {
  code: "publish",
  description: "Read all books, and publish drafts",
  statements: [
    { resource: "books:*", actions: ["books:read"] },
    { resource: "drafts:*", actions: ["drafts:publish"] },
  ],
});
new approw.PolicyAssignment("editor", { role: editor.code, policies: [publish] });

const badge = new approw.UserField("badge", {
  key: "badge",
  type: "string",
  label: "Number of the badge",
  // So that `pulumi destroy` may delete the field, and with it the value of every user.
  force: true,
});

const ada = new approw.User("ada", {
  username: "ada",
  name: "Ada Lovelace",
  groups: [engineering, research],
  roles: [author],
});
const grace = new approw.User(
  "grace",
  {
    username: "grace",
    name: "Grace Hopper",
    groups: [engineering],
    roles: [author, editor],
    customData: { badge: "B-17" },
  },
  { dependsOn: badge },
);
new approw.User("alan", { username: "alan", name: "Alan Turing", groups: [research], roles: [author] });

// The rota changes every week, so the group lists its members itself.
new approw.GroupMembers("on-call", { group: onCall.code, users: [ada, grace], exhaustive: true });
