/** The page to go to after signing in: a path on this site, never another site (open redirect). */
export function returnPath(candidate: string | undefined): string {
  if (!candidate?.startsWith("/")) return "/";
  const url = new URL(candidate, location.origin);
  // `//host` and `/\host` parse as another origin.
  return url.origin === location.origin ? url.pathname + url.search + url.hash : "/";
}
