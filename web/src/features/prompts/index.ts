/** What the prompts offer to the chat. */
export { PromptMenu } from "./PromptMenu";
export { TemplateShelf } from "./TemplateShelf";
