"""LibreOffice as the reader of our Word files, with the bundled faces in place of the office's."""

import os
import shutil
import subprocess
from pathlib import Path

from gaotang_desktop.documents.faces import Face
from gaotang_desktop.documents.word_twin.text import FACE_NAMES

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
FAMILIES = {
    Face.FANGSONG: "FandolFang",
    Face.KAITI: "FandolKai",
    Face.HEITI: "Noto Sans SC Medium",
    Face.SONGTI: "Noto Serif SC",
}


def program():
    """Where LibreOffice is, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


class Converter:
    """Turns .docx files into PDFs beside them; keeps its settings in ``folder``.

    ``bare``: on a machine without any Chinese face.
    """

    def __init__(self, folder, *, bare=False):
        self.profile = (folder / "profile").as_uri()
        conf = folder / "fonts.conf"
        conf.write_text(_fonts_conf(folder / "cache", bare=bare), "utf-8")
        self.env = {**os.environ, "FONTCONFIG_FILE": str(conf)}

    def convert(self, *paths):
        """The PDFs of the files, made in one run of the program."""
        return self._made("pdf", "pdf", paths[0].parent, paths)

    def resave(self, path, folder):
        """The file as the program saves it again as .docx, in another folder."""
        (made,) = self._made("docx:MS Word 2007 XML", "docx", folder, (path,))
        return made

    def _made(self, kind, suffix, folder, paths):
        subprocess.run(
            [program(), f"-env:UserInstallation={self.profile}", "--headless",
             "--convert-to", kind, "--outdir", str(folder), *map(str, paths)],
            env=self.env, check=True, capture_output=True, timeout=600,
        )  # fmt: skip
        return [folder / f"{path.stem}.{suffix}" for path in paths]


def _fonts_conf(cache, *, bare):
    if bare:
        return (
            '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
            f"<dir>/usr/share/fonts</dir><cachedir>{cache}</cachedir></fontconfig>"
        )
    aliases = "".join(
        f'<alias binding="same"><family>{FACE_NAMES[face]}</family>'
        f"<prefer><family>{family}</family></prefer></alias>"
        for face, family in FAMILIES.items()
    )
    title = (
        f'<match target="pattern"><test name="family"><string>{FACE_NAMES[Face.XIAOBIAOSONG]}'
        '</string></test><edit name="family" mode="assign" binding="same"><string>Noto Serif SC'
        '</string></edit><edit name="weight" mode="assign"><const>bold</const></edit></match>'
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{FONTS}</dir><dir>/usr/share/fonts</dir><cachedir>{cache}</cachedir>"
        f"{aliases}{title}</fontconfig>"
    )
