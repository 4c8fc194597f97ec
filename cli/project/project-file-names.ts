/** The names that Pulumi accepts for the file of a project. */
export const projectFileNames = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"] as const;
