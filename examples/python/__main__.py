import pulumi
import pulumi_approw as approw

engineering = approw.Group("engineering", code="engineering", name="Engineering")
author = approw.Role("author", code="author", description="May write")

ada = approw.User(
    "ada",
    username="ada",
    email="ada@example.com",
    name="Ada Lovelace",
    groups=[engineering.code],
    roles=[author.code],
)
alan = approw.User("alan", username="alan", email="alan@example.com", name="Alan Turing")
approw.UserGroupMembership("alan", user_id=alan.id, groups=[engineering.code])

pulumi.export("groups of ada", approw.get_user_groups_output(user_id=ada.id).groups)
