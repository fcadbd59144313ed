"""Qt's own words in Chinese: menus of text fields, the dialogs that are not the system's."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

_NAME = "qtbase"
# Files that were made for people who read Chinese, whatever language the system speaks.
_CHINESE = QLocale(QLocale.Language.Chinese, QLocale.Script.SimplifiedHanScript)


def speak_chinese(application: QCoreApplication) -> bool:
    """Install Qt's Chinese words, dates and names of months; whether Qt came with the words."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return translator.load(_CHINESE, _NAME, "_", folder) and QCoreApplication.installTranslator(
        translator
    )
