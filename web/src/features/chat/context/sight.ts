/** From which message on the model sees the conversation; null: from the first. */
import { createContext } from "react";

export interface Sight {
  from: string;
  summarised: boolean;
}

export const SightContext = createContext<Sight | null>(null);
