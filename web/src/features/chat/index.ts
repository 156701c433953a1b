/** What the chat offers to the shell and the router. */
export { ConnectionBadge } from "./ConnectionBadge";
export { ConversationList } from "./list/ConversationList";
export { ChatPanes } from "./panes/ChatPanes";
export { ChatPage } from "./page/ChatPage";
export { NewChatPage } from "./page/NewChatPage";
