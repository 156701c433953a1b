// @vitest-environment node
import { expect, it } from "vitest";

import { deviceOf } from "./device";

const CHROME =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";
const SAFARI =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1";

it.each([
  [CHROME, { browser: "Chrome", system: "Linux" }],
  [
    CHROME.replace("X11; Linux x86_64", "Windows NT 10.0") + " Edg/140.0",
    { browser: "Edge", system: "Windows" },
  ],
  [SAFARI, { browser: "Safari", system: "iPhone" }],
  [
    "Mozilla/5.0 (Android 16; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0",
    { browser: "Firefox", system: "Android" },
  ],
  ["curl/8.5.0", { browser: null, system: null }],
  [null, { browser: null, system: null }],
])("recognises %j", (userAgent, device) => {
  expect(deviceOf(userAgent)).toEqual(device);
});
