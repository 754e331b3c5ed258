"""The web application: Streamlit's pages, with the page's language set and everything compressed on its way out."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The screens import each other as ``dashboard``, in a checkout and inside the installed package.
sys.path.insert(0, str(HERE.parent))

import streamlit as st  # noqa: E402
from starlette.middleware import Middleware  # noqa: E402
from starlette.middleware.gzip import GZipMiddleware  # noqa: E402

from dashboard.late import pass_over  # noqa: E402
from dashboard.pages import SetLanguage, on_script_error, start  # noqa: E402

pass_over()
app = st.App(
    HERE / "main.py",
    lifespan=start,
    middleware=[Middleware(GZipMiddleware, minimum_size=1024, compresslevel=5), Middleware(SetLanguage)],
    on_script_error=on_script_error,
)
