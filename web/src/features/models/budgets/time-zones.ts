import { ownTimeZone } from "../amounts";

/** The names that this browser knows, its own and UTC among them. */
export function timeZones(): string[] {
  return [...new Set(["UTC", ownTimeZone(), ...Intl.supportedValuesOf("timeZone")])].sort();
}
