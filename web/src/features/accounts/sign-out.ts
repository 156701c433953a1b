import { ProblemError } from "@/api/problem";
import { endSession } from "@/shared/session";

import { endServerSession } from "./api";

/** Signs out here and in every tab. False when the server could not be told, so that its session still stands. */
export async function signOut(): Promise<boolean> {
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
