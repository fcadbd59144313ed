/* Starts the program with the Python beside it; no registry, no PATH, no environment is asked.
   Built twice: with CONSOLE for the command line, without for the window. PYDLL names the DLL. */
#include <windows.h>
#include <stdlib.h>

#define OLDEST_BUILD 17763 /* Windows 10, version 1809: older ones Qt does not support */

typedef int (*Main)(int, wchar_t **);
typedef LONG(WINAPI *Version)(OSVERSIONINFOW *);

static int fail(const wchar_t *what) {
#ifdef CONSOLE
    DWORD n;
    HANDLE e = GetStdHandle(STD_ERROR_HANDLE);
    if (!WriteConsoleW(e, what, lstrlenW(what), &n, 0)) { /* a file or a pipe: as the program writes */
        static char bytes[2048];
        int length = WideCharToMultiByte(CP_UTF8, 0, what, -1, bytes, sizeof bytes, 0, 0);
        if (length > 1) WriteFile(e, bytes, length - 1, &n, 0);
    }
#else
    MessageBoxW(0, what, L"高塘双提升工作台", MB_ICONERROR);
#endif
    return 99;
}

/* GetVersionEx would say what the manifest asks for. */
static int is_too_old(void) {
    OSVERSIONINFOW it = {.dwOSVersionInfoSize = sizeof it};
    HMODULE system = GetModuleHandleW(L"ntdll.dll");
    Version version = system ? (Version)(void *)GetProcAddress(system, "RtlGetVersion") : 0;
    return version && version(&it) == 0 && it.dwBuildNumber < OLDEST_BUILD;
}

int wmain(int argc, wchar_t **argv) {
    static wchar_t folder[32768], dll[32768 + 64];
    static const wchar_t *broken = L"程序文件不完整，请重新安装高塘双提升工作台。";
    if (is_too_old())
        return fail(L"这台电脑的系统太旧，程序打不开：要用 64 位的 Windows 10（1809 版或更新）或 Windows 11。"
                    L"请先更新系统，或者换一台电脑使用；数据没有改动。");
    DWORD length = GetModuleFileNameW(0, folder, 32768);
    if (length == 0 || length >= 32768) return fail(broken);
    wchar_t *cut = wcsrchr(folder, L'\\');
    if (cut) *cut = 0;
    lstrcpyW(dll, folder);
    lstrcatW(dll, L"\\python");
    AddDllDirectory(dll);
    lstrcatW(dll, L"\\" PYDLL);
    /* Plain LoadLibrary must go on to look in PATH, where PySide6 puts itself for the plugins of Qt. */
    HMODULE python = LoadLibraryExW(dll, 0, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
    if (!python) return fail(broken);
    Main run = (Main)(void *)GetProcAddress(python, "Py_Main");
    if (!run) return fail(broken);
    wchar_t **words = calloc(argc + 8, sizeof *words);
    if (!words) return fail(broken);
    int n = 0;
    words[n++] = argv[0];
    words[n++] = L"-I"; /* nothing of the user's own Python */
    words[n++] = L"-B"; /* nothing is written beside the program */
    words[n++] = L"-X";
    words[n++] = L"utf8";
    words[n++] = L"-m";
    words[n++] = L"gaotang_desktop";
    for (int i = 1; i < argc; i++) words[n++] = argv[i];
    return run(n, words);
}
