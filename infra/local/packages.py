"""Packages for the local cloud: layers and functions built for this machine, and templates, in a bucket of their own.

The emulator unpacks a layer for every container it starts, half a second and a hundred megabytes each time. So a layer is
unpacked once, in the home, and what is uploaded in its place puts that folder first on the path, as the layer would be.
"""

import hashlib
import io
import json
import platform
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from infra import packaging
from infra.local import cloud, templates
from infra.local.home import ROOT, Home

BUCKET = "purser-local-packages"
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
KEPT = cloud.ENVIRONMENT.with_name("packages")
"""Built packages, and layers' wheels unpacked and compiled; beside the emulator whose interpreter they are for."""


class Packages:
    """The bucket. Names carry the hash of the content, so what has not changed is not sent again."""

    def __init__(self, home: Home) -> None:
        self._endpoint = home.endpoint
        self._unpacked = Unpacked(home.made("layers")) if home.runs_own_cloud else None
        self._target = _own_target() if home.runs_own_cloud else packaging.container_target(platform.machine())
        self._s3 = cloud.client(home, "s3")
        self._used: set[str] = set()
        if BUCKET not in {bucket["Name"] for bucket in self._s3.list_buckets()["Buckets"]}:
            self._s3.create_bucket(Bucket=BUCKET)

    def upload(self, path: str) -> str:
        """Upload what template.yaml calls `path`: a nested template, a layer's folder or the functions' folder."""
        if path.endswith(".yaml"):
            return self.put_json(templates.packaged(templates.read(ROOT / path), self.upload))
        body = _built(path, self._target)
        if self._unpacked and path.startswith("layers/"):
            body = self._unpacked.stand_in(body)
        return f"s3://{BUCKET}/{self._put(body, '.zip')}"

    def put_json(self, template: Mapping[str, Any]) -> str:
        """Upload a template; return its URL."""
        return f"{self._endpoint}/{BUCKET}/{self._put(json.dumps(template).encode(), '.json')}"

    def forget_the_rest(self) -> None:
        """Delete the packages of earlier deployments."""
        if self._unpacked:
            self._unpacked.forget_the_rest()
        for found in self._s3.list_objects_v2(Bucket=BUCKET).get("Contents", []):
            if found["Key"] not in self._used:
                self._s3.delete_object(Bucket=BUCKET, Key=found["Key"])

    def _put(self, body: bytes, suffix: str) -> str:
        key = hashlib.sha256(body).hexdigest()[:32] + suffix
        if self._s3.list_objects_v2(Bucket=BUCKET, Prefix=key)["KeyCount"] == 0:
            self._s3.put_object(Bucket=BUCKET, Key=key, Body=body)
        self._used.add(key)
        return key


class Unpacked:
    """Layers as folders, named by their content."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used: set[Path] = set()

    def stand_in(self, layer: bytes) -> bytes:
        """Unpack a layer; return a small one that stands for it."""
        folder = self._folder / hashlib.sha256(layer).hexdigest()[:16]
        if not folder.exists():
            with tempfile.TemporaryDirectory(dir=self._folder) as scratch:
                zipfile.ZipFile(io.BytesIO(layer)).extractall(Path(scratch) / "layer")
                (Path(scratch) / "layer").rename(folder)
        self._used.add(folder)
        pointer = io.BytesIO()
        with zipfile.ZipFile(pointer, "w") as archive:
            line = f"import sys; sys.path.insert(0, {str(folder / 'python')!r})\n"
            archive.writestr(zipfile.ZipInfo("python/lib/python3/site-packages/layer.pth", ZIP_EPOCH), line)
        return pointer.getvalue()

    def forget_the_rest(self) -> None:
        """Delete the layers of earlier deployments."""
        for folder in self._folder.iterdir():
            if folder not in self._used:
                shutil.rmtree(folder)


def _own_target() -> packaging.Target:
    """This machine and the emulator's Python, under which it runs functions."""
    return packaging.Target(("--python", str(cloud.interpreter())), str(cloud.interpreter()))


def _built(path: str, target: packaging.Target) -> bytes:
    """Build a folder of template.yaml and zip it; not again while nothing in it changes."""
    sources = [ROOT / path, ROOT / "infra/migrations", *_tools(target)]
    kept = KEPT / f"{Path(path).name}-{_fingerprint(sources, target)}.zip"
    if not kept.exists():
        for older in KEPT.glob(f"{Path(path).name}-*.zip"):
            older.unlink()
        KEPT.mkdir(parents=True, exist_ok=True)
        _build(path, kept, target)
    return kept.read_bytes()


def _build(path: str, archive: Path, target: packaging.Target) -> None:
    with tempfile.TemporaryDirectory(dir=KEPT) as scratch:
        into = Path(scratch) / "package"
        if path.startswith("layers/"):
            _build_layer(Path(path).name, into, target)
        else:
            packaging.build_functions(into, target)
        _zip(into, Path(scratch) / "package.zip").rename(archive)


def _build_layer(name: str, into: Path, target: packaging.Target) -> None:
    wheels = KEPT / f"{name}-{_fingerprint([ROOT / 'layers' / name / 'requirements.txt', *_tools(target)], target)}"
    if not wheels.exists():
        with tempfile.TemporaryDirectory(dir=KEPT) as scratch:
            packaging.install_wheels(name, Path(scratch) / "wheels" / "python", target)
            with suppress(OSError):  # another `purser up` was quicker
                (Path(scratch) / "wheels").rename(wheels)
    shutil.copytree(wheels, into)
    packaging.add_sources(name, into / "python", target)


def _tools(target: packaging.Target) -> list[Path]:
    """What decides how a package is built, beside its sources."""
    own = [cloud.LOCK, cloud.ENVIRONMENT / "pyvenv.cfg"] if "--python" in target.wheels else []
    return [Path(packaging.__file__), *own]


def _fingerprint(places: list[Path], target: packaging.Target) -> str:
    """Hash the names and contents of files and of folders, and what they are built for."""
    digest = hashlib.sha256(repr(target).encode())
    for place in places:
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.is_file() and file.suffix != ".pyc":
                digest.update(str(file).encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _zip(folder: Path, archive: Path) -> Path:
    """Zip a folder so that the same content gives the same bytes. Not compressed: it travels nowhere and is unpacked often."""
    with zipfile.ZipFile(archive, "w") as opened:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            entry = zipfile.ZipInfo(str(path.relative_to(folder)), ZIP_EPOCH)
            entry.external_attr = 0o644 << 16
            opened.writestr(entry, path.read_bytes())
    return archive
