/** Reading named fields out of JSON of unknown shape. Every failure names the field that is to blame. */

export type Fields = Readonly<Record<string, unknown>>;

/** The JSON does not have the agreed shape; the message names the place. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
}

export function asObject(value: unknown, what: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new DecodeError(`${what} is not an object`);
  }
  return value as Fields;
}

export function asArrayOf<T>(from: Fields, name: string, read: (item: Fields) => T): T[] {
  const value = from[name];
  if (!Array.isArray(value)) throw new DecodeError(`${name} is not a list`);
  return value.map((item: unknown) => read(asObject(item, `${name}[]`)));
}

export function text(from: Fields, name: string): string {
  const value = from[name];
  if (typeof value !== "string") throw new DecodeError(`${name} is not text`);
  return value;
}

/** A finite number from 0 on, rounded: counts, milliseconds, offsets and event numbers. */
export function integer(from: Fields, name: string): number {
  const value = from[name];
  if (typeof value !== "number" || !Number.isFinite(value) || value < 0) {
    throw new DecodeError(`${name} is not a number from 0 on`);
  }
  return Math.round(value);
}

export function bool(from: Fields, name: string): boolean {
  const value = from[name];
  if (typeof value !== "boolean") throw new DecodeError(`${name} is neither true nor false`);
  return value;
}

/** Null for a field that is missing or null, else what `read` makes of it. */
export function nullable<T>(from: Fields, name: string, read: (from: Fields, name: string) => T): T | null {
  const value = from[name];
  return value === null || value === undefined ? null : read(from, name);
}

export function oneOf<const T extends string>(from: Fields, name: string, allowed: readonly T[]): T {
  const value = from[name];
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new DecodeError(`${name} is none of ${allowed.join(", ")}`);
  return found;
}
