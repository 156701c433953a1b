/** The session, for everyone: who is signed in, a token to send, and how to end it. */
export { accessToken, endSession, findSession, refreshSession, startSession, wasSignedIn } from "./refresh";
export { keepSession } from "./keeper";
export { oneTabAtATime } from "./lock";
export { adoptPerson, sessionState, usePerson, useSession, type SessionState } from "./store";
export { can, type Permission } from "./permissions";
export { returnPath } from "./return-path";
