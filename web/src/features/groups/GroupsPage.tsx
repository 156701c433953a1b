import { useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { GroupList } from "./GroupList";
import { GroupPage } from "./GroupPage";

/** The groups, or the one that the address names. */
export function GroupsPage(): ReactNode {
  const { group } = useSearch({ from: "/app/admin/groups" });
  return group === undefined ? <GroupList /> : <GroupPage key={group} id={group} />;
}
