/** The uploads of whoever is signed in. Loaded when the first file is chosen, or when some are left from before. */
import { useSession } from "@/shared/session";

import { browserBlobs } from "./blobs";
import { pauseInBrowser } from "./transfer";
import { Uploads } from "./uploads";

let current: { personId: string; uploads: Uploads } | null = null;

/** Made when first asked for; another person gets another one. */
export function uploadsFor(personId: string): Uploads {
  if (current?.personId === personId) return current.uploads;
  current?.uploads.stop();
  const uploads = new Uploads({ personId, blobs: browserBlobs, pause: pauseInBrowser });
  current = { personId, uploads };
  return uploads;
}

// Nothing is sent for somebody who has left; it goes on when they are back.
useSession.subscribe((state) => {
  if (state.status !== "signed-out") return;
  current?.uploads.stop();
  current = null;
});
