"""What Lambda runs, as folders: for its machines (`sam build` calls this) or, for the local cloud, for this one.

    python3 -m infra.packaging layer core build/      the core layer, for AWS
    python3 -m infra.packaging functions build/       every function and the migrations, for AWS

Standard library only: it also runs outside the development environment. Needs `uv`, from .venv or the PATH.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHON = "3.13"
"""The runtime of template.yaml; an architecture test holds the two together."""
PLATFORM = "aarch64-manylinux_2_34"
"""Lambda on arm64: Amazon Linux 2023 has glibc 2.34."""
MB = 1024 * 1024
LIMIT = 250 * MB
"""What AWS allows unzipped, a function and its layers together."""
# Never read at run time: native headers, type stubs, the tests that wheels ship, and scripts.
UNWANTED = ("**/__pycache__", "**/tests", "**/*.pyi", "**/*.pxd", "**/*.h", "bin", "*.dist-info/RECORD")
SOURCES_ONLY = shutil.ignore_patterns("__pycache__", "*.pyc", ".*")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a package will run: the options that make uv choose its wheels, and the interpreter that compiles for it."""

    wheels: tuple[str, ...]
    interpreter: str | None
    """None: no interpreter of that version is at hand, and the package goes without byte code."""


def lambda_target() -> Target:
    """Lambda's own machines, whatever this one is."""
    return Target(("--python-platform", PLATFORM, "--python-version", PYTHON), interpreter_of(PYTHON))


def container_target(machine: str) -> Target:
    """Lambda's runtime image on a Docker of this machine, whose architecture (`platform.machine()`) it shares."""
    processor = "aarch64" if machine in {"aarch64", "arm64"} else "x86_64"
    wheels = ("--python-platform", f"{processor}-manylinux_2_34", "--python-version", PYTHON)
    return Target(wheels, interpreter_of(PYTHON))


def interpreter_of(version: str) -> str | None:
    """Find a Python of exactly this minor version: PURSER_BUILD_PYTHON, this one, or one that uv knows of."""
    named = os.environ.get("PURSER_BUILD_PYTHON")
    for candidate in (named, sys.executable, f"python{version}", _known_to_uv(version)):
        if candidate and _version_of(candidate) == version:
            return candidate
    return None


def build_layer(name: str, into: Path, target: Target) -> None:
    """Fill `into` with a layer: its locked wheels and its own packages, compiled."""
    install_wheels(name, into / "python", target)
    add_sources(name, into / "python", target)
    add_certificates(name, into)


def install_wheels(name: str, python: Path, target: Target) -> None:
    """Put a layer's locked wheels into the folder `python`, without what is never read at run time."""
    lock = ROOT / "layers" / name / "requirements.txt"
    exact = ("--require-hashes", "--only-binary", ":all:", "--no-deps")
    _run(uv(), "pip", "install", "--quiet", "--target", python, *target.wheels, *exact, "-r", lock)
    _strip(python)
    _compile(python, target)


def add_certificates(name: str, into: Path) -> None:
    """Put the layer's certificates, the database's authority that `make deploy` fetches, where DatabaseCa looks: /opt."""
    for certificate in sorted((ROOT / "layers" / name).glob("*.pem")):
        shutil.copy2(certificate, into)


def add_sources(name: str, python: Path, target: Target) -> None:
    """Put a layer's own packages into the folder `python`."""
    for package in sorted((ROOT / "layers" / name).glob("*/__init__.py")):
        copied = shutil.copytree(package.parent, python / package.parent.name, ignore=SOURCES_ONLY)
        _compile(copied, target)


def build_functions(into: Path, target: Target) -> None:
    """Fill `into` with every function, a folder each, and the migrations that `migrate_database` applies."""
    for handler in sorted((ROOT / "functions").glob("*/handler.py")):
        shutil.copytree(handler.parent, into / handler.parent.name, ignore=SOURCES_ONLY)
    shutil.copytree(ROOT / "infra/migrations", into / "migrations", ignore=SOURCES_ONLY)
    _compile(into, target)


def size(folder: Path) -> int:
    """Sum the bytes of the files under `folder`."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def uv() -> str:
    """The installer: of the development environment, else of the PATH."""
    own = ROOT / ".venv/bin/uv"
    found = str(own) if own.exists() else shutil.which("uv")
    if not found:
        raise SystemExit("uv is missing: `make help` sets up .venv with it, or install it on the PATH.")
    return found


def _strip(folder: Path) -> None:
    for path in _unwanted(folder):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _unwanted(folder: Path) -> Iterator[Path]:
    for pattern in UNWANTED:
        yield from list(folder.glob(pattern))


def _compile(folder: Path, target: Target) -> None:
    """Ship byte code: without it an import costs nearly three times as much, and Lambda cannot write it.

    Unchecked, because unzipping gives every source a new time stamp, which would make a checked file stale.
    """
    if target.interpreter:
        _run(target.interpreter, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", folder)
        return
    print(
        f"No Python {PYTHON} at hand: packaged without byte code, so first calls will be slower. "
        "Install one, or name one in PURSER_BUILD_PYTHON.",
        file=sys.stderr,
    )


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, cwd=ROOT)  # noqa: S603 - our own words


def _version_of(candidate: str) -> str | None:
    say = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([candidate, "-c", say], capture_output=True, text=True, check=False, timeout=20)  # noqa: S603 - same
    except OSError:
        return None
    return done.stdout.strip() or None


def _known_to_uv(version: str) -> str | None:
    asked = [uv(), "python", "find", "--quiet", "--no-python-downloads", "--no-project", version]
    done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603 - same
    return done.stdout.strip() or None


def main() -> None:
    """Build one package for Lambda, say its size, refuse one that could not be deployed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=("layer", "functions"))
    parser.add_argument("words", nargs="+", metavar="[name] into")
    options = parser.parse_args()
    *name, into = options.words
    if options.kind == "layer":
        build_layer(name[0], Path(into), lambda_target())
    else:
        build_functions(Path(into), lambda_target())
    total = size(Path(into))
    print(
        f"{' '.join([*name, options.kind])}: {total / MB:.1f} MB unzipped; {LIMIT / MB:.0f} allowed, a function with its layers"
    )
    if total > LIMIT:
        raise SystemExit("Too large for Lambda.")


if __name__ == "__main__":
    main()
