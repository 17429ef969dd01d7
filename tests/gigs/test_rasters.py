"""What a stranger may send as a picture, and what is kept of it."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

from config.shared.errors import Invalid
from gigs.operations.rasters import Raster, encoded
from tests.gigs.pictures import encoded as written
from tests.gigs.pictures import jpeg


def sent(content: bytes, name: str = "p.png") -> Raster:
    return encoded(SimpleUploadedFile(name, content))


def refused(content: bytes) -> str:
    with pytest.raises(Invalid) as caught:
        sent(content)
    assert caught.value.field == "file"
    return caught.value.message


def opened(raster: Raster, width: int | None = None) -> Image.Image:
    return Image.open(BytesIO(raster.content[width or raster.width]))


def png_head(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds nothing of it."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    data = zlib.compress(b"\x00")
    end = struct.pack(">I", len(data)) + b"IDAT" + data + struct.pack(">I", zlib.crc32(b"IDAT" + data))
    body = struct.pack(">I", len(head)) + chunk + struct.pack(">I", zlib.crc32(chunk)) + end
    return b"\x89PNG\r\n\x1a\n" + body + b"\x00\x00\x00\x00IEND\xaeB`\x82"


def test_every_size_keeps_the_shape_and_nothing_else_of_the_file() -> None:
    raster = sent(jpeg((2_400, 1_200)), "p.jpg")
    assert {width: opened(raster, width).size for width in raster.content} == {
        400: (400, 200),
        800: (800, 400),
        1_600: (1_600, 800),
    }
    for content in raster.content.values():
        assert b"secret place" not in content
        assert b"EXIF" not in content
        assert b"ICCP" not in content


def test_a_camera_held_upright_gives_an_upright_picture() -> None:
    raster = sent(jpeg((600, 400), turned=True), "p.jpg")
    assert (raster.width, raster.height) == (400, 600)


def test_a_tall_picture_is_bounded_by_its_height() -> None:
    raster = sent(jpeg((1_000, 4_000)), "p.jpg")
    assert (raster.width, raster.height) == (300, 1_200)


@pytest.mark.parametrize("size", [(8_000, 5_001), (20_000, 20_000), (65_000, 65_000)])
def test_more_than_40_megapixels_are_refused_by_the_head_alone(size: tuple[int, int]) -> None:
    assert refused(png_head(*size)) == "“p.png” has more than 40 megapixels."


def test_a_bomb_of_hidden_text_is_refused() -> None:
    text = zlib.compress(b"x" * 80_000_000, 9)
    chunk = b"zTXtComment\x00\x00" + text
    packed = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    plain = written(Image.new("RGB", (8, 8)), "PNG")
    assert "no picture that we can read" in refused(plain[:33] + packed + plain[33:])


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_truncated_file_is_refused(form: str) -> None:
    noise = Image.effect_noise((300, 300), 80).convert("RGB")
    whole = written(noise, form)
    for part in (len(whole) // 2, len(whole) // 10, 12):
        assert "no picture that we can read" in refused(whole[:part])


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff\xe0 broken",
        b"%PDF-1.7",
        b"\x00" * 64,
        png_head(0, 0),
    ],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    assert "no picture that we can read" in refused(content)


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF", "ICO", "EPS"])
def test_formats_that_are_not_named_are_refused(form: str) -> None:
    assert "Use JPEG, PNG or WebP." in refused(written(Image.new("RGB", (64, 64), "navy"), form))


def test_a_file_that_is_a_page_as_well_keeps_only_its_pixels() -> None:
    script = b"<script>alert(1)</script>"
    for content in (jpeg() + script, written(Image.new("RGB", (64, 64)), "PNG") + script):
        assert all(b"script" not in one for one in sent(content).content.values())


def test_transparency_lies_on_white() -> None:
    clear = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    for image in (clear, clear.quantize(), clear.convert("LA")):
        for form in ("PNG", "WEBP"):
            if image.mode == "RGBA" or form == "PNG":
                pixel = opened(sent(written(image, form))).convert("RGB").getpixel((30, 30))
                assert pixel == (255, 255, 255)


def test_of_an_animation_the_first_frame_is_kept() -> None:
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "lime", "blue")]
    for form in ("WEBP", "PNG"):
        kept = opened(sent(written(frames[0], form, save_all=True, append_images=frames[1:])))
        assert getattr(kept, "n_frames", 1) == 1
        red, green, blue = kept.convert("RGB").getpixel((30, 30))  # type: ignore[misc]
        assert (red > 240, green < 20, blue < 20) == (True, True, True)


def test_colours_are_turned_into_those_of_the_screen() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    plain = Image.new("RGB", (64, 64), (200, 100, 50))
    broken = written(plain, "PNG", icc_profile=b"no profile at all")
    assert sent(broken).width == 64
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    kept = opened(sent(written(plain, "PNG", icc_profile=srgb))).convert("RGB").getpixel((30, 30))
    assert all(abs(a - b) < 6 for a, b in zip(kept, (200, 100, 50), strict=True))  # type: ignore[arg-type]
    assert sent(written(plain, "PNG", icc_profile=profile.tobytes())).width == 64


@pytest.mark.parametrize("mode", ["1", "L", "P", "I;16", "CMYK", "LA"])
def test_every_kind_of_pixel_is_read(mode: str) -> None:
    image = Image.new("L", (64, 64), 128)
    if mode == "I;16":
        image = Image.new("I;16", (64, 64), 128 * 256)
    elif mode != "L":
        image = image.convert("RGB").convert(mode) if mode == "CMYK" else image.convert(mode)
    raster = sent(written(image, "JPEG" if mode == "CMYK" else "PNG"))
    pixel = opened(raster).convert("L").getpixel((30, 30))
    assert isinstance(pixel, int | float)
    assert mode == "1" or 118 < pixel < 138
