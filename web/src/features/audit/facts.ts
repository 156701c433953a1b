/** A record's details as names and readable values; the names are the server's own, as in its log. */
export interface Fact {
  name: string;
  value: string;
}

export function factsOf(details: Record<string, unknown>): Fact[] {
  return Object.entries(details)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => ({ name, value: readable(value) }));
}

function readable(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(readable).join(", ");
  return JSON.stringify(value);
}
