# The tasks of the Makefile for Windows, where make is rare:  ./make.ps1 demo
# If scripts are blocked:  powershell -ExecutionPolicy Bypass -File make.ps1 demo
param(
    [ValidateSet("help", "demo", "test", "lint", "types", "contracts", "messages", "docs", "bench", "clean")]
    [string]$Task = "help",
    # Another Python than the newest one, for example C:\Python312\python.exe
    [string]$Python = ""
)

Set-StrictMode -Version Latest
$ErrorActionPreference = "Stop"
Set-Location $PSScriptRoot

$Venv = ".venv"
$Bin = Join-Path $Venv "Scripts"
$VenvPython = Join-Path $Bin "python.exe"

# The build backend runs in an environment of its own, which `-c` does not reach: these two do.
$env:PIP_CONSTRAINT = "constraints.txt"
$env:PIP_BUILD_CONSTRAINT = "constraints.txt"

function Invoke-Checked([string]$Command, [string[]]$Arguments) {
    & $Command @Arguments
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

function Test-Python([string]$Command, [string[]]$Arguments) {
    # A name on the PATH is not enough: Windows has a python.exe that only opens the store.
    if (-not (Get-Command $Command -ErrorAction SilentlyContinue)) { return $false }
    try {
        & $Command @Arguments -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>$null | Out-Null
        return $LASTEXITCODE -eq 0
    } catch {
        return $false
    }
}

function New-Venv {
    if (Test-Path (Join-Path $Venv ".made")) { return }
    $candidates = @(
        @("py", "-3.13"), @("py", "-3.12"), @("py", "-3.11"), @("python"), @("python3")
    )
    if ($Python) { $candidates = @(, @($Python)) }
    foreach ($candidate in $candidates) {
        $command = $candidate[0]
        $arguments = @($candidate | Select-Object -Skip 1)
        if (Test-Python $command $arguments) {
            Write-Host "Creating $Venv with $candidate"
            Invoke-Checked $command ($arguments + @("-m", "venv", "--clear", $Venv))
            New-Item -ItemType File -Force (Join-Path $Venv ".made") | Out-Null
            return
        }
    }
    Write-Host "Python 3.11 or later is needed and was not found. Install it, or name it: ./make.ps1 $Task -Python C:\path\to\python.exe"
    exit 1
}

# An install is redone when a file that decides it is newer; a larger install contains the smaller ones.
function Install-Project([string]$Level) {
    New-Venv
    $levels = @("use", "test", "dev")
    $stamp = Join-Path $Venv ".for-$Level"
    if (Test-Path $stamp) {
        $made = (Get-Item -Force $stamp).LastWriteTime
        $newer = @("pyproject.toml", "constraints.txt", "hatch_build.py") |
            Where-Object { (Get-Item $_).LastWriteTime -gt $made }
        if (-not $newer) { return }
    }
    $what = @{ use = "."; test = ".[test]"; dev = ".[dev]" }[$Level]
    Write-Host "Installing wijkbv-sim ($what) into ${Venv}: a minute or two the first time"
    Invoke-Checked $VenvPython @(
        "-m", "pip", "--quiet", "--disable-pip-version-check", "install", "-c", "constraints.txt", "-e", $what
    )
    foreach ($smaller in $levels[0..$levels.IndexOf($Level)]) {
        New-Item -ItemType File -Force (Join-Path $Venv ".for-$smaller") | Out-Null
    }
}

switch ($Task) {
    "help" {
        Write-Host "  ./make.ps1 demo       install, simulate Malburgen in 100 futures and write the report to out/malburgen"
        Write-Host "  ./make.ps1 test       run the tests, except the slow ones"
        Write-Host "  ./make.ps1 lint       check style and formatting"
        Write-Host "  ./make.ps1 types      check types"
        Write-Host "  ./make.ps1 contracts  check that imports go one way"
        Write-Host "  ./make.ps1 messages   bring the translations up to date with the code"
        Write-Host "  ./make.ps1 docs       write the pages of docs/ that are made from the code"
        Write-Host "  ./make.ps1 bench      run the benchmarks"
        Write-Host "  ./make.ps1 clean      remove the virtual environment, caches and builds"
    }
    "demo" {
        Install-Project "use"
        Invoke-Checked (Join-Path $Bin "wijkbv.exe") @("run", "malburgen", "--replicates", "100", "--out", "out/malburgen")
    }
    "test" {
        Install-Project "test"
        Invoke-Checked $VenvPython @("-m", "pytest", "-n", "auto", "-m", "not slow")
    }
    "lint" {
        Install-Project "dev"
        Invoke-Checked (Join-Path $Bin "ruff.exe") @("check", ".")
        Invoke-Checked (Join-Path $Bin "ruff.exe") @("format", "--check", ".")
    }
    "types" {
        Install-Project "dev"
        Invoke-Checked (Join-Path $Bin "mypy.exe") @()
    }
    "contracts" {
        Install-Project "dev"
        Invoke-Checked (Join-Path $Bin "lint-imports.exe") @()
    }
    "messages" {
        Install-Project "use"
        Invoke-Checked $VenvPython @("scripts/messages.py")
    }
    "docs" {
        Install-Project "use"
        Invoke-Checked $VenvPython @("scripts/parameters.py")
        Invoke-Checked $VenvPython @("scripts/feedbacks.py")
    }
    "bench" {
        Install-Project "dev"
        Invoke-Checked $VenvPython @("-m", "benchmarks")
    }
    "clean" {
        foreach ($name in @($Venv, "dist", "build", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis")) {
            if (Test-Path $name) { Remove-Item -Recurse -Force $name }
        }
        Get-ChildItem -Recurse -Directory -Filter "__pycache__" | Remove-Item -Recurse -Force
    }
}
