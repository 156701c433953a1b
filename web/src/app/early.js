/*
 * Runs before the first paint, so that neither the theme nor the language flashes, and begins what the page waits for:
 * the files of the page that is asked for, the session, and what the page shows first. Classic script, no imports; served
 * as it stands here.
 */
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

  // The outline of the page (scripts/first-paint.ts) in the measures that the navigation has here.
  var known = stored("convosphere.signed-in") !== null;
  var outside = /^\/(?:sign-in|register|invite|reset-password|welcome)(?:\/|$)/.test(location.pathname);
  var shell = known && !outside;
  root.setAttribute("data-outline", shell ? "shell" : "entry");
  var width = Number(stored("convosphere.sidebar.width"));
  if (width > 0) root.style.setProperty("--outline-width", width + "px");
  if (stored("convosphere.sidebar.collapsed") === "1") root.setAttribute("data-outline-wide", "");

  // The development server has no list.
  var list = document.getElementById("first-files");
  var files = list ? JSON.parse(list.textContent) : {};
  var wanted = ["entry-" + root.lang].concat(shell ? ["shell", "chat-" + root.lang] : ["entry"]);
  if (shell && /^\/(?:c|shared)\//.test(location.pathname)) wanted.push("answers");
  if (shell && location.pathname === "/search") wanted.push("search");
  var asked = {};
  wanted.forEach(function (group) {
    (files[group] || []).forEach(function (file) {
      if (asked[file]) return;
      asked[file] = true;
      var link = document.createElement("link");
      link.rel = /\.css$/.test(file) ? "preload" : "modulepreload";
      if (link.rel === "preload") link.as = "style";
      link.crossOrigin = "";
      link.href = file;
      document.head.appendChild(link);
    });
  });

  // What the page asks for first, under the same addresses as its own requests; `shared/session/begun.ts` hands it over.
  function firstAnswers() {
    var chat = /^\/c\/([0-9a-f-]{36})$/.exec(location.pathname);
    // A plain word: anything else is the page's to understand.
    var words = location.pathname === "/search" && /^\?q=([a-z]+)$/i.exec(location.search);
    var answers = [];
    if (chat && !/[?&]message=/.test(location.search))
      answers.push("conversations/" + chat[1] + "/messages?limit=40");
    if (chat) answers.push("conversations/" + chat[1]);
    if (chat || location.pathname === "/") answers.push("models?limit=200");
    if (words) {
      answers.push("search/messages?q=" + words[1] + "&sort=relevance&limit=20");
      answers.push("search/conversations?q=" + words[1] + "&limit=5");
    }
    return answers;
  }
  function begin(token, headers) {
    var begun = (window.convosphereBegun = { token: token, at: Date.now(), answers: {} });
    firstAnswers().forEach(function (path) {
      var answer = fetch("/api/v1/" + path, { headers: headers });
      begun.answers["/api/v1/" + path] = answer;
      // Whoever takes it asks again.
      answer.catch(function () {});
    });
  }

  // The session is asked for while the scripts are on their way; `shared/session/refresh.ts` takes the answer. One tab at
  // a time, as there: without locks the scripts ask.
  if (known && navigator.locks) {
    var headers = { Accept: "application/json", "Accept-Language": root.lang };
    window.convosphereRefresh = navigator.locks.request("convosphere.refresh", function () {
      return fetch("/api/v1/auth/refresh", { method: "POST", headers: headers });
    });
    window.convosphereRefresh
      .then(function (response) {
        return response.ok ? response.clone().json() : null;
      })
      .then(function (session) {
        if (!session || !shell) return;
        headers.Authorization = "Bearer " + session.access_token;
        begin(session.access_token, headers);
      })
      // Whoever takes it hears of its failure.
      .catch(function () {});
  }
})();
