"""LibreOffice as a judge of workbooks, where it is installed: it opens, recalculates and saves them."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

NO_OFFICE = "no LibreOffice found: install libreoffice-calc, or name soffice in the environment variable SOFFICE"
SECONDS = 100


def find_office() -> str | None:
    named = os.environ.get("SOFFICE")
    return named if named else next(filter(None, map(shutil.which, ("soffice", "libreoffice"))), None)


@pytest.fixture
def recalculated(tmp_path):
    """The bytes of a workbook as LibreOffice saves it again."""
    office = find_office()
    if not office:
        pytest.skip(NO_OFFICE)

    def convert(content: bytes) -> bytes:
        source, out = tmp_path / "table.xlsx", tmp_path / "out"
        source.write_bytes(content)
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(source)]
        subprocess.run(command, check=True, timeout=SECONDS, capture_output=True)
        return (Path(out) / "table.xlsx").read_bytes()

    return convert
