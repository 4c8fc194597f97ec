import type { ManagementClient } from "pulumi-approw/sdk";

/** Acts as an administrator in the console. Returns a sentence for each change. */
export async function changeByHand({ users }: ManagementClient): Promise<string[]> {
  const idOf = async (username: string): Promise<string> => {
    const user = await users.find({ username });
    if (user === null) throw new Error(`${username} is not in the pool`);
    return user.id;
  };

  await users.update(await idOf("ada"), { nickname: "Enchantress" });
  await users.removeRoles(await idOf("grace"), ["reviewer"]);
  await users.addRoles(await idOf("alan"), ["author"]);
  const eve = await users.create({ username: "eve" });
  await users.addRoles(eve.id, ["reviewer"]);
  return [
    'Ada\'s nickname becomes "Enchantress".',
    "Grace loses the role reviewer.",
    "Alan gets the role author.",
    "Eve gets an account with the role reviewer.",
  ];
}
