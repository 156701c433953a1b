import { Menu } from "@mantine/core";
import { IconCamera, IconFolderUp, IconPaperclip, IconPhoto } from "@tabler/icons-react";
import { lazy, Suspense, useRef, useState, type ChangeEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { icon, smallIcon } from "@/shared/ui/icon";
import { MenuButton } from "@/shared/ui/MenuButton";

const CameraDialog = lazy(() => import("../camera/CameraDialog"));

/** Browsers of phones and tablets hand a field that asks for a photo to the device's own camera. Only they know the wish. */
const handsToCamera = (): boolean => "capture" in HTMLInputElement.prototype;

/** Where it is a mouse that drops folders: whoever uses the keyboard has them too. Phones keep no folders to speak of. */
const hasFolders = (): boolean => matchMedia("(pointer: fine)").matches;

interface Props {
  onFiles: (files: readonly File[]) => void;
  /** All files of a folder, also of those in it. */
  onFolder: (files: readonly File[]) => void;
}

/** Opens the device's own choice of files or of a folder, or a camera. */
export function AttachButton({ onFiles, onFolder }: Props): ReactNode {
  const { t } = useTranslation("files");
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [looking, setLooking] = useState(false);
  const taking =
    (give: Props["onFiles"]) =>
    ({ currentTarget }: ChangeEvent<HTMLInputElement>): void => {
      give([...(currentTarget.files ?? [])]);
      // The same file chosen again is a change too.
      currentTarget.value = "";
    };
  const take = taking(onFiles);
  const leave = (): void => {
    setLooking(false);
    button.current?.focus();
  };
  return (
    <>
      <Menu position="top-start">
        <MenuButton ref={button} label={t("attach")} size="lg">
          <IconPaperclip {...icon} />
        </MenuButton>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPhoto {...smallIcon} />} onClick={() => files.current?.click()}>
            {t("choose")}
          </Menu.Item>
          {hasFolders() && (
            <Menu.Item leftSection={<IconFolderUp {...smallIcon} />} onClick={() => folder.current?.click()}>
              {t("chooseFolder")}
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<IconCamera {...smallIcon} />}
            onClick={() => (handsToCamera() ? camera.current?.click() : setLooking(true))}
          >
            {t("camera")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <input ref={files} type="file" multiple hidden tabIndex={-1} aria-label={t("choose")} onChange={take} />
      <input
        ref={folder}
        type="file"
        // The attribute is not in React's types; all browsers know it.
        {...{ webkitdirectory: "" }}
        hidden
        tabIndex={-1}
        aria-label={t("chooseFolder")}
        onChange={taking(onFolder)}
      />
      <input
        ref={camera}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        tabIndex={-1}
        aria-label={t("camera")}
        onChange={take}
      />
      {looking && (
        <Suspense>
          <CameraDialog
            onPhoto={(photo) => {
              leave();
              onFiles([photo]);
            }}
            onFile={() => {
              leave();
              files.current?.click();
            }}
            onClose={leave}
          />
        </Suspense>
      )}
    </>
  );
}
