/* Runs before the first paint, so that neither the theme nor the language flashes. Classic script, no imports. */
(function () {
  var root = document.documentElement;
  function stored(key) {
    try {
      return window.localStorage.getItem(key);
    } catch {
      return null;
    }
  }
  var theme = stored("convosphere.theme");
  var dark =
    theme === "dark" || (theme !== "light" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  root.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
  var language = stored("convosphere.language") || navigator.language || "en";
  root.lang = language.slice(0, 2) === "de" ? "de" : "en";
})();
