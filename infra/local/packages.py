"""Packages for the local cloud: layers and functions built for this machine, and templates, in a bucket of their own."""

import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from infra import packaging
from infra.local import cloud, templates
from infra.local.home import ROOT, Home

BUCKET = "purser-local-packages"
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
WHEELS = cloud.ENVIRONMENT.with_name("wheels")
"""Layers' wheels, unpacked and compiled, kept beside the emulator whose interpreter they are for."""


class Packages:
    """The bucket. Names carry the hash of the content, so what has not changed is not sent again."""

    def __init__(self, home: Home) -> None:
        self._endpoint = home.endpoint
        self._s3 = cloud.client(home, "s3")
        self._used: set[str] = set()
        if BUCKET not in {bucket["Name"] for bucket in self._s3.list_buckets()["Buckets"]}:
            self._s3.create_bucket(Bucket=BUCKET)

    def upload(self, path: str) -> str:
        """Upload what template.yaml calls `path`: a nested template, a layer's folder or the functions' folder."""
        if path.endswith(".yaml"):
            return self.put_json(templates.packaged(templates.read(ROOT / path), self.upload))
        return f"s3://{BUCKET}/{self._put(_built(path), '.zip')}"

    def put_json(self, template: Mapping[str, Any]) -> str:
        """Upload a template; return its URL."""
        return f"{self._endpoint}/{BUCKET}/{self._put(json.dumps(template).encode(), '.json')}"

    def forget_the_rest(self) -> None:
        """Delete the packages of earlier deployments."""
        for found in self._s3.list_objects_v2(Bucket=BUCKET).get("Contents", []):
            if found["Key"] not in self._used:
                self._s3.delete_object(Bucket=BUCKET, Key=found["Key"])

    def _put(self, body: bytes, suffix: str) -> str:
        key = hashlib.sha256(body).hexdigest()[:32] + suffix
        if self._s3.list_objects_v2(Bucket=BUCKET, Prefix=key)["KeyCount"] == 0:
            self._s3.put_object(Bucket=BUCKET, Key=key, Body=body)
        self._used.add(key)
        return key


def _built(path: str) -> bytes:
    """Build a folder of template.yaml for this machine, and zip it: the emulator runs functions under its own interpreter."""
    interpreter = str(cloud.interpreter())
    target = packaging.Target(("--python", interpreter), interpreter)
    with tempfile.TemporaryDirectory() as scratch:
        into = Path(scratch) / "package"
        if path.startswith("layers/"):
            _build_layer(Path(path).name, into, target)
        else:
            packaging.build_functions(into, target)
        return _zipped(into)


def _build_layer(name: str, into: Path, target: packaging.Target) -> None:
    kept = WHEELS / f"{name}-{_fingerprint(ROOT / 'layers' / name / 'requirements.txt')}"
    if not kept.exists():
        unfinished = kept.with_suffix(".part")
        shutil.rmtree(unfinished, ignore_errors=True)
        packaging.install_wheels(name, unfinished / "python", target)
        unfinished.rename(kept)
    shutil.copytree(kept, into)
    packaging.add_sources(name, into / "python", target)


def _fingerprint(lock: Path) -> str:
    """Name what wheels were chosen by: the layer's lock, the emulator's, and the way they are unpacked."""
    made_of = (lock, cloud.LOCK, Path(packaging.__file__), cloud.ENVIRONMENT / "pyvenv.cfg")
    return hashlib.sha256(b"".join(path.read_bytes() for path in made_of)).hexdigest()[:16]


def _zipped(folder: Path) -> bytes:
    """Zip a folder so that the same content gives the same bytes. Not compressed: it travels nowhere and is unpacked often."""
    file = folder.with_suffix(".zip")
    with zipfile.ZipFile(file, "w") as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            entry = zipfile.ZipInfo(str(path.relative_to(folder)), ZIP_EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())
    return file.read_bytes()
