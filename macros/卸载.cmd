@echo off
rem ASCII only: cmd reads batch files in the old code page. What is said in Chinese comes from Python or PowerShell.
setlocal EnableExtensions DisableDelayedExpansion
set "DO=uninstall"
set "TEST=fits"
if "%DO%"=="uninstall" set "TEST=help"
set "PAGE="
for /f "tokens=2 delims=:." %%c in ('chcp') do set "PAGE=%%c"
chcp 65001 >nul 2>nul
set "PYTHONUTF8=1"
set "PYTHONHOME="
set "PYTHONPATH="
rem The new Python manager would download a Python that is asked for and missing.
set "PYTHON_MANAGER_AUTOMATIC_INSTALL=false"
set "HERE=%~dp0"
set "START=%HERE%scripts\start.py"
if not exist "%START%" set "START=%HERE%..\scripts\start.py"
if not exist "%START%" goto unpack_first

call :find
if defined PYEXE goto run
if "%DO%"=="uninstall" goto no_python
set "SETUP="
for %%f in ("%HERE%python-3*.exe") do set "SETUP=%%f"
if not defined SETUP goto no_python
call :say "\u6ca1\u6709\u627e\u5230\u5408\u9002\u7684 Python\uff0c\u6b63\u5728\u5b89\u88c5\uff08\u53ea\u88c5\u7ed9\u60a8\u81ea\u5df1\uff0c\u4e0d\u9700\u8981\u7ba1\u7406\u5458\uff09\uff0c\u8bf7\u7a0d\u5019\u2026\u2026" "Installing Python for this user, please wait..."
start "" /wait "%SETUP%" /quiet InstallAllUsers=0 InstallLauncherAllUsers=0 Include_launcher=1 Include_pip=1 Include_test=0 Include_doc=0 PrependPath=0 Shortcuts=0
call :find
if not defined PYEXE goto no_python

:run
"%PYEXE%" %OPTION% "%START%" %DO%
set "CODE=%errorlevel%"
goto end

:unpack_first
call :say "\u8bf7\u5148\u628a\u538b\u7f29\u5305\u6574\u4e2a\u89e3\u538b\u5230\u4e00\u4e2a\u6587\u4ef6\u5939\uff0c\u518d\u53cc\u51fb\u91cc\u9762\u7684\u8fd9\u4e2a\u6587\u4ef6\u3002\u5b83\u8981\u548c scripts \u7b49\u6587\u4ef6\u5939\u653e\u5728\u4e00\u8d77\u3002" "Please unpack the whole archive into a folder first, then start this file there."
set "CODE=2"
goto end

:no_python
call :say "\u6ca1\u6709\u627e\u5230\u5408\u9002\u7684 Python\uff083.11 \u6216\u66f4\u65b0\u7684\u7248\u672c\uff0c64 \u4f4d\uff09\u3002\u8bf7\u5148\u5b89\u88c5\u5b83\uff0c\u518d\u53cc\u51fb\u8fd9\u4e2a\u6587\u4ef6\u3002" "Python 3.11 or newer, 64 bit, was not found. Please install it, then start this file again."
call :say "\u600e\u4e48\u88c5\uff1a\u770b\u540c\u4e00\u6587\u4ef6\u5939\u91cc\u7684\u201c\u8bf4\u660e.txt\u201d\uff1b\u80fd\u4e0a\u7f51\u7684\uff0c\u4ece https://www.python.org/downloads/windows/ \u4e0b\u8f7d\u5b89\u88c5\u3002" "https://www.python.org/downloads/windows/"
set "CODE=2"
goto end

:end
echo.
pause
if defined PAGE chcp %PAGE% >nul 2>nul
exit /b %CODE%

rem Every Python is asked whether it fits: version, 64 bit, not the store's, and the packages that lie here.
rem The store's stand-in for a missing Python answers 9009.
:find
set "PYEXE="
set "OPTION="
py -3 "%START%" %TEST% >nul 2>nul
if "%errorlevel%"=="0" set "OPTION=-3"
if defined OPTION set "PYEXE=py"
if defined PYEXE exit /b 0
python "%START%" %TEST% >nul 2>nul
if "%errorlevel%"=="0" set "PYEXE=python"
if defined PYEXE exit /b 0
for /d %%d in ("%LOCALAPPDATA%\Programs\Python\Python3*") do call :try "%%d\python.exe"
for /d %%d in ("%LOCALAPPDATA%\Python\pythoncore-3*") do call :try "%%d\python.exe"
for /d %%d in ("%ProgramFiles%\Python3*") do call :try "%%d\python.exe"
for /d %%d in ("%SystemDrive%\Python3*") do call :try "%%d\python.exe"
exit /b 0

:try
if defined PYEXE exit /b 0
if not exist "%~1" exit /b 0
"%~1" "%START%" %TEST% >nul 2>nul
if "%errorlevel%"=="0" set "PYEXE=%~1"
exit /b 0

rem %1 in Chinese, written as \u and numbers, through PowerShell; %2 in English where PowerShell is not allowed.
:say
powershell -NoProfile -Command "Write-Host ([regex]::Unescape('%~1'))" 2>nul
if not "%errorlevel%"=="0" echo %~2
exit /b 0
