import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { asProblem } from "@/api/problem";
import { saveAs } from "@/shared/lib/save-as";

import { smallIcon } from "./icon";
import { tellFailure } from "./tell";

interface Props {
  /** What the file is called where it is saved. */
  name: string;
  fetch: () => Promise<Blob>;
  /** Said when it could not be fetched and the server gave no reason. */
  failed: string;
  /** What is saved, where the button's own words do not say it. */
  label?: string;
  children: string;
}

/** Saves what an address gives. It wants the person's token, so the file is fetched and then handed over. */
export function SaveFileButton({ name, fetch, failed, label, children }: Props): ReactNode {
  const { mutate, isPending } = useMutation({
    mutationFn: fetch,
    onSuccess: (content) => saveAs(content, name),
    onError: (error) => {
      // What is no problem of the server's, a cut connection, has no title.
      const title = asProblem(error)?.title ?? "";
      tellFailure(title === "" ? failed : title);
    },
  });
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconDownload {...smallIcon} />}
      {...(label !== undefined && { "aria-label": label })}
      loading={isPending}
      onClick={() => mutate()}
    >
      {children}
    </Button>
  );
}
