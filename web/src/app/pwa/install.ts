/** Installing as an application, where the browser offers it. */
import { create } from "zustand";

/** Chromium's; no standard, and in no type library. */
interface InstallOffer extends Event {
  prompt: () => Promise<void>;
}

export const useInstallOffer = create<{ offer: InstallOffer | null }>(() => ({ offer: null }));

/** Keeps the browser's offer for the account menu, instead of a banner of its own. Returns how to stop. */
export function followInstallOffer(): () => void {
  const take = (event: Event): void => {
    event.preventDefault();
    useInstallOffer.setState({ offer: event as InstallOffer });
  };
  const done = (): void => useInstallOffer.setState({ offer: null });
  window.addEventListener("beforeinstallprompt", take);
  window.addEventListener("appinstalled", done);
  return () => {
    window.removeEventListener("beforeinstallprompt", take);
    window.removeEventListener("appinstalled", done);
  };
}

/** Asks the browser to install; an offer can be taken once. */
export async function install(offer: InstallOffer): Promise<void> {
  useInstallOffer.setState({ offer: null });
  await offer.prompt();
}
