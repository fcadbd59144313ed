; The installer of one user: no administrator, the program under %LOCALAPPDATA%\Programs.
; With PORTABLE it only unpacks, beside itself unless told otherwise, with that file as the mark of a portable copy.
; making.py gives VERSION, APP (the finished folder), OUT and ICON.
Target amd64-unicode
Unicode true
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "WinVer.nsh"
!include "x64.nsh"
!include "Win\COM.nsh"
!include "Win\Propkey.nsh"

!define TITLE "高塘双提升工作台"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\GaotangDesktop"
; Where the program notes which data folder the operator chose.
!define OURS "Software\GaotangDesktop"
; The names of gaotang_desktop/ui/frame/on_windows.py.
!define TASKBAR_NAME "GaotangDesktop.Workbench"
!define CLOSE_EVENT "Local\GaotangDesktopClose"
!define SECONDS_TO_CLOSE 20
; Windows 10, version 1809: older ones Qt does not support. launcher.c says the same.
!define OLDEST_BUILD 17763

Name "${TITLE}"
OutFile "${OUT}"
Icon "${ICON}"
UninstallIcon "${ICON}"
RequestExecutionLevel user
!ifdef PORTABLE
InstallDir "$EXEDIR\${TITLE}"
!else
InstallDir "$LOCALAPPDATA\Programs\GaotangDesktop"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
!endif
!ifdef FAST
SetCompressor zlib
!else
SetCompressor /SOLID lzma
SetCompressorDictSize 32
!endif
ManifestDPIAware true
ManifestSupportedOS Win10
ManifestLongPathAware true
BrandingText "${TITLE} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${TITLE}"
VIAddVersionKey /LANG=2052 "FileDescription" "${TITLE} 安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "GPL-3.0-or-later"

!ifndef PORTABLE
Var DataFolder
!endif

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!ifdef PORTABLE
!define MUI_WELCOMEPAGE_TEXT "这是便携版：程序和数据放在同一个文件夹里，可以放在 U 盘上。$\r$\n$\r$\n选中已有的便携版文件夹就是升级，里面的数据不会改动。$\r$\n$\r$\n不改电脑的设置，不需要联网。"
!else
!define MUI_WELCOMEPAGE_TEXT "安装不需要管理员，只装给当前用户。$\r$\n$\r$\n已经装过旧版本时，直接装上就是升级，数据不会改动。程序正在运行时会请它先关闭。$\r$\n$\r$\n不需要联网。"
!endif
!define MUI_FINISHPAGE_RUN "$INSTDIR\${TITLE}.exe"
!ifndef PORTABLE
!define MUI_UNCONFIRMPAGE_TEXT_TOP "程序会被删除。数据不会删除，仍然在：$\r$\n$DataFolder"
!endif
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!ifndef PORTABLE
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!endif
!insertmacro MUI_LANGUAGE "SimpChinese"

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} ${OLDEST_BUILD}
    MessageBox MB_ICONSTOP "这台电脑的系统太旧，程序装不了：要用 64 位的 Windows 10（1809 版或更新）或 Windows 11。请先更新系统，或者换一台电脑安装。" /SD IDOK
    SetErrorLevel 3
    Abort
  ${EndIf}
FunctionEnd

; Sets $0 to 1 while one of the programs runs: Windows lets nobody write into a running program.
!macro LookWhetherItRuns
  StrCpy $0 0
  ${If} ${FileExists} "$INSTDIR\${TITLE}.exe"
    ClearErrors
    FileOpen $1 "$INSTDIR\${TITLE}.exe" a
    ${If} ${Errors}
      StrCpy $0 1
    ${Else}
      FileClose $1
    ${EndIf}
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\gaotang-desktop.exe"
    ClearErrors
    FileOpen $1 "$INSTDIR\gaotang-desktop.exe" a
    ${If} ${Errors}
      StrCpy $0 1
    ${Else}
      FileClose $1
    ${EndIf}
  ${EndIf}
!macroend

; Asks the running program to close, as a click on its cross does, and waits until it has.
!macro CloseTheProgram un
Function ${un}CloseTheProgram
  again:
  !insertmacro LookWhetherItRuns
  ${If} $0 = 0
    Return
  ${EndIf}
  DetailPrint "请正在运行的程序关闭…"
  System::Call 'kernel32::OpenEventW(i 2, i 0, w "${CLOSE_EVENT}") p.r2'
  ${If} $2 P<> 0
    System::Call 'kernel32::SetEvent(p r2)'
    ${For} $3 1 ${SECONDS_TO_CLOSE}
      Sleep 1000
      !insertmacro LookWhetherItRuns
      ${If} $0 = 0
        ${ExitFor}
      ${EndIf}
    ${Next}
    System::Call 'kernel32::ResetEvent(p r2)'
    System::Call 'kernel32::CloseHandle(p r2)'
  ${EndIf}
  ${If} $0 = 0
    Return
  ${EndIf}
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${TITLE}还在运行。请切换到它的窗口，保存没有保存的内容，关闭它，再点“重试”。" /SD IDCANCEL IDRETRY again
  SetErrorLevel 4
  Abort "${TITLE}还在运行，没有改动任何文件。"
FunctionEnd
!macroend
!insertmacro CloseTheProgram ""
!ifndef PORTABLE
!insertmacro CloseTheProgram "un."
!endif

; A shortcut that Windows counts to the program's windows on the taskbar.
!macro Shortcut PATH TARGET
  CreateShortcut "${PATH}" "${TARGET}"
  !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
  ${If} $0 P<> 0
    ${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}",.r1)'
    ${If} $1 P<> 0
      ${IPersistFile::Load} $1 '("${PATH}", ${STGM_READWRITE})'
      ${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}",.r2)'
      ${If} $2 P<> 0
        System::Call 'oleaut32::SysAllocString(w "${TASKBAR_NAME}") p.r3'
        System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r4'
        System::Call '*(&i2,&i6,p,p)(${VT_BSTR},,p r3,p 0)p.r5'
        ${IPropertyStore::SetValue} $2 '($4,$5)'
        System::Call 'oleaut32::SysFreeString(p r3)'
        System::Free $4
        System::Free $5
        ${IPropertyStore::Commit} $2 ""
        ${IUnknown::Release} $2 ""
        ${IPersistFile::Save} $1 '("${PATH}",1)'
      ${EndIf}
      ${IUnknown::Release} $1 ""
    ${EndIf}
    ${IUnknown::Release} $0 ""
  ${EndIf}
!macroend

Section
  SetOutPath "$INSTDIR"
  Call CloseTheProgram
  ; An upgrade leaves nothing of the older version.
  RMDir /r "$INSTDIR\lib"
  RMDir /r "$INSTDIR\python"
  RMDir /r "$INSTDIR\许可文本"
  File /r "${APP}/*"
!ifdef PORTABLE
  File "${PORTABLE}"
SectionEnd
!else
  !insertmacro Shortcut "$DESKTOP\${TITLE}.lnk" "$INSTDIR\${TITLE}.exe"
  CreateDirectory "$SMPROGRAMS\${TITLE}"
  !insertmacro Shortcut "$SMPROGRAMS\${TITLE}\${TITLE}.lnk" "$INSTDIR\${TITLE}.exe"
  CreateShortcut "$SMPROGRAMS\${TITLE}\卸载.lnk" "$INSTDIR\uninstall.exe"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${KEY}" "DisplayName" "${TITLE}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\${TITLE}.exe"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0
SectionEnd

Function un.onInit
  ReadRegStr $DataFolder HKCU "${OURS}" "DataFolder"
  ${If} $DataFolder == ""
    StrCpy $DataFolder "$LOCALAPPDATA\GaotangDesktop"
  ${EndIf}
FunctionEnd

Section Uninstall
  Call un.CloseTheProgram
  Delete "$DESKTOP\${TITLE}.lnk"
  RMDir /r "$SMPROGRAMS\${TITLE}"
  RMDir /r "$INSTDIR\lib"
  RMDir /r "$INSTDIR\python"
  RMDir /r "$INSTDIR\许可文本"
  Delete "$INSTDIR\${TITLE}.exe"
  Delete "$INSTDIR\gaotang-desktop.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "${KEY}"
  DetailPrint "数据没有删除，仍然在 $DataFolder"
SectionEnd
!endif
