/** What other features use of groups. */
export { DirectorySearch, type DirectorySearchProps } from "./DirectorySearch";
