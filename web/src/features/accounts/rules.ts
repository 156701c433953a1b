/** What a form can say before asking the server; the server has the last word. */

/** As far as a client should judge an address: something, an at sign, a domain. */
export function looksLikeEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text.trim());
}

/** Counted in code points, as the server does. */
export function longEnough(password: string, minimum: number): boolean {
  return Array.from(password).length >= minimum;
}
