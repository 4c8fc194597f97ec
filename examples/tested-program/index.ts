import { declareTeam } from "./team.js";

declareTeam([
  { username: "ada", email: "ada@example.com", team: "engineering", isLead: true },
  { username: "grace", email: "grace@example.com", team: "engineering" },
]);
