/** All German texts: one chunk. Areas are found by their file, so a new area needs no registration. */
export const catalogue = import.meta.glob<Record<string, unknown>>("./de/*.json", {
  eager: true,
  import: "default",
});
