import { Alert, Button, Loader, Modal, NativeSelect, Stack, Text } from "@mantine/core";
import { IconCameraOff } from "@tabler/icons-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { icon } from "@/shared/ui/icon";

import classes from "./CameraDialog.module.css";
import { nameableTime, photoOf } from "./photo";
import { useCamera, type Camera, type Trouble } from "./use-camera";

interface Props {
  onPhoto: (photo: File) => void;
  /** A file of the device instead. */
  onFile: () => void;
  onClose: () => void;
}

/** Looks through the device's camera and takes one photo. */
export default function CameraDialog({ onPhoto, onFile, onClose }: Props): ReactNode {
  const { t } = useTranslation(["camera", "app"]);
  const camera = useCamera();
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t("title")}
      closeButtonProps={{ "aria-label": t("app:close") }}
    >
      {camera.trouble === null ? (
        <View camera={camera} onPhoto={onPhoto} />
      ) : (
        <NoPicture trouble={camera.trouble} onRetry={camera.retry} onFile={onFile} />
      )}
    </Modal>
  );
}

interface Photo {
  readonly file: File;
  readonly url: string;
}

function View({ camera, onPhoto }: { camera: Camera; onPhoto: (photo: File) => void }): ReactNode {
  const { t } = useTranslation("camera");
  const { stream, cameras, current } = camera;
  const video = useRef<HTMLVideoElement>(null);
  const [running, setRunning] = useState<MediaStream | null>(null);
  const [photo, setPhoto] = useState<Photo | null>(null);
  const ready = stream !== null && running === stream;
  const looking = photo !== null;
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  useEffect(() => {
    // While one looks at the photo the camera sees nothing; its light goes out where the device can do that.
    for (const track of stream?.getVideoTracks() ?? []) track.enabled = !looking;
  }, [stream, looking]);
  useEffect(() => () => URL.revokeObjectURL(photo?.url ?? ""), [photo]);
  const open = useRef(false);
  useEffect(() => {
    open.current = true;
    return () => {
      open.current = false;
    };
  }, []);
  const take = async (): Promise<void> => {
    if (video.current === null) return;
    const file = await photoOf(video.current, t("name", { time: nameableTime(new Date()) }));
    // Nobody would take a photo back that came after the dialog had closed.
    if (file && open.current) setPhoto({ file, url: URL.createObjectURL(file) });
  };
  return (
    <Stack>
      <div className={classes.picture}>
        {!ready && <Loader aria-hidden />}
        <video
          ref={video}
          className={[
            facesThePerson(stream) ? classes.mirrored : "",
            looking || !ready ? classes.hidden : "",
          ].join(" ")}
          aria-label={t("picture")}
          autoPlay
          muted
          playsInline
          onPlaying={() => setRunning(stream)}
        />
        {photo && <img src={photo.url} alt={t("photo")} />}
      </div>
      <Text size="sm" c="dimmed" role="status">
        {t(looking ? "taken" : ready ? "on" : "starting")}
      </Text>
      {cameras.length > 1 && !looking && (
        <NativeSelect
          label={t("which")}
          value={current ?? ""}
          data={cameras.map(({ deviceId, label }, at) => ({
            value: deviceId,
            label: label || t("unnamed", { number: at + 1 }),
          }))}
          onChange={({ currentTarget }) => camera.choose(currentTarget.value)}
        />
      )}
      <div className={classes.buttons}>
        {photo ? (
          <>
            <Button variant="default" onClick={() => setPhoto(null)}>
              {t("again")}
            </Button>
            <Begin onClick={() => onPhoto(photo.file)}>{t("use")}</Begin>
          </>
        ) : (
          <Begin key={ready ? "ready" : "waiting"} disabled={!ready} onClick={() => void take()}>
            {t("take")}
          </Begin>
        )}
      </div>
    </Stack>
  );
}

interface BeginProps {
  disabled?: boolean;
  onClick: () => void;
  children: ReactNode;
}

/** What one does next has the focus, unless one is choosing a camera. */
function Begin(props: BeginProps): ReactNode {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!(document.activeElement instanceof HTMLSelectElement)) button.current?.focus();
  }, []);
  return <Button ref={button} data-autofocus {...props} />;
}

/** Cameras that do not say which way they look stand on a desk or hold a paper: those are shown as they are. */
const facesThePerson = (stream: MediaStream | null): boolean =>
  stream?.getVideoTracks()[0]?.getSettings().facingMode === "user";

/** No trying changes these. */
const FOR_GOOD: ReadonlySet<Trouble> = new Set(["insecure", "unsupported"]);

interface NoPictureProps {
  trouble: Trouble;
  onRetry: () => void;
  onFile: () => void;
}

function NoPicture({ trouble, onRetry, onFile }: NoPictureProps): ReactNode {
  const { t } = useTranslation("camera");
  return (
    <Stack>
      <Alert
        role="alert"
        color="gray"
        icon={<IconCameraOff {...icon} />}
        title={t(`trouble.${trouble}.title`)}
      >
        {t(`trouble.${trouble}.detail`)}
      </Alert>
      <div className={classes.buttons}>
        <Button variant="default" onClick={onFile} data-autofocus={FOR_GOOD.has(trouble) || undefined}>
          {t("file")}
        </Button>
        {!FOR_GOOD.has(trouble) && <Begin onClick={onRetry}>{t("retry")}</Begin>}
      </div>
    </Stack>
  );
}
