"""Pictures: made anew, upright, without metadata; a preview; a size for language models.

Writing a picture anew leaves behind whatever else a file may hold: where it was taken, an archive behind its end, a
page inside a comment.
"""

import io
import warnings
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageOps

from convosphere.engines.documents.types import Fault, Limits, UnreadableError

_FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP")
_MODEL_PIXELS: Final = 2048
_PREVIEW_PIXELS: Final = 640
_MOST_FRAMES: Final = 1_000
_FRAMES_ALLOWANCE: Final = 4
_SCREENSHOT_BYTES: Final = 1_500_000
# Providers take 5 MB in base64.
_MOST_MODEL_BYTES: Final = 3_500_000
_ORIENTATION: Final = 0x0112
_UPRIGHT: Final = 1


def make_pictures(path: Path, limits: Limits) -> dict[str, Any]:
    """Writes `original.out`, `model.out` and `preview.out` beside the file.

    Raises:
        UnreadableError: broken, cut off, or more pixels than allowed.
    """
    # Sizes are checked here, before a pixel is unpacked.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(path, formats=_FORMATS) as picture:
                return _make(picture, path.parent, limits)
    except UnreadableError:
        raise
    except (OSError, SyntaxError, ValueError, Warning, EOFError, ArithmeticError) as error:
        raise UnreadableError(Fault.DAMAGED, f"{type(error).__name__}: {error}"[:300]) from error


def _make(picture: Image.Image, folder: Path, limits: Limits) -> dict[str, Any]:
    kind = picture.format or ""
    frames = getattr(picture, "n_frames", 1)
    pixels, most = picture.width * picture.height, limits.image_pixels
    if pixels > most or frames > _MOST_FRAMES or pixels * frames > most * _FRAMES_ALLOWANCE:
        raise UnreadableError(Fault.TOO_MUCH_INSIDE, f"{picture.width}×{picture.height}, {frames} frames")
    picture.load()
    turned = picture.getexif().get(_ORIENTATION, _UPRIGHT) != _UPRIGHT and frames == 1
    upright = ImageOps.exif_transpose(picture) if turned else picture
    width, height = upright.size
    _keep(upright, folder / "original.out", kind, animated=frames > 1, turned=turned)
    small = _fitting(upright, _MODEL_PIXELS)
    model_type, model = _for_models(small, kind)
    (folder / "model.out").write_bytes(model)
    _fitting(small, _PREVIEW_PIXELS).save(folder / "preview.out", format="WEBP", quality=80)
    return {
        "width": width,
        "height": height,
        "original": {"media_type": f"image/{kind.lower()}"},
        "model": {"media_type": model_type},
        "preview": {"media_type": "image/webp"},
    }


def _keep(picture: Image.Image, path: Path, kind: str, *, animated: bool, turned: bool) -> None:
    """Writes the picture in its own format. Of what came with it only the colour profile stays."""
    options: dict[str, Any] = {"icc_profile": picture.info.get("icc_profile"), "exif": b""}
    if kind == "JPEG":
        # As good as it was: the same tables, unless it had to be turned.
        options |= {"quality": 90} if turned else {"quality": "keep"}
        options["comment"] = b""
    elif kind == "WEBP":
        options |= {"quality": 92, "xmp": b""}
    if animated:
        options |= {"save_all": True, "loop": picture.info.get("loop", 0)}
        if kind == "GIF":
            options["comment"] = b""
    elif kind == "GIF":
        options["comment"] = b""
    if kind == "GIF":
        options.pop("exif")
        options.pop("icc_profile")
    if kind == "PNG":
        from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415 - of this format only

        options["pnginfo"] = PngInfo()
    picture.save(path, format=kind, **options)


def _fitting(picture: Image.Image, most: int) -> Image.Image:
    """A copy of the (first) picture in plain colours, at most `most` pixels wide and high."""
    transparent = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    plain = picture.convert("RGBA" if transparent else "RGB")
    plain.thumbnail((most, most), Image.Resampling.LANCZOS)
    return plain


def _for_models(picture: Image.Image, kind: str) -> tuple[str, bytes]:
    """Screenshots and drawings stay sharp as PNG while they are small; everything else is JPEG on white."""
    if kind in {"PNG", "GIF"}:
        sharp = _encoded(picture, format="PNG")
        if len(sharp) <= _SCREENSHOT_BYTES:
            return "image/png", sharp
    if picture.mode == "RGBA":
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    for quality in (88, 75, 60):
        data = _encoded(picture, format="JPEG", quality=quality)
        if len(data) <= _MOST_MODEL_BYTES:
            break
    else:
        data = _encoded(_fitting(picture, _MODEL_PIXELS // 2), format="JPEG", quality=75)
    return "image/jpeg", data


def _encoded(picture: Image.Image, **options: Any) -> bytes:  # noqa: ANN401 - options of each format
    buffer = io.BytesIO()
    picture.save(buffer, **options)
    return buffer.getvalue()
