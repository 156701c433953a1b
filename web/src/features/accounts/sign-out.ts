import { ProblemError } from "@/api/problem";
import { endSession, oneTabAtATime } from "@/shared/session";

import { endServerSession } from "./api";

/** Signs out here and in every tab. False when the server could not be told, so that its session still stands. */
export function signOut(): Promise<boolean> {
  // In the refresh's turn: the server closes the socket at once, and its refresh would ask for what is just ending.
  return oneTabAtATime(leave);
}

async function leave(): Promise<boolean> {
  try {
    await endServerSession();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    endSession("chosen");
    return error.status === 401;
  }
  endSession("chosen");
  return true;
}
