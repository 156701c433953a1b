/** The page to go to after signing in: a path on this site, never another site (open redirect). */
export function returnPath(candidate: string | undefined): string {
  if (!candidate?.startsWith("/") || !URL.canParse(candidate, location.origin)) return "/";
  const url = new URL(candidate, location.origin);
  // `//host` and `/\\host` parse as another origin; `/.//host` parses as this one, with a path that would not.
  if (url.origin !== location.origin) return "/";
  return url.pathname.replace(/^\/+/, "/") + url.search + url.hash;
}
