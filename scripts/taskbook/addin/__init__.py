"""The Excel add-in, built from the sources in macros/ and the xlwings that is installed.

`build_addin(path)` writes it. The same sources give the same bytes everywhere: nothing in it depends on the machine,
the day, the line endings of a checkout or the version of Python and its libraries, xlwings' own text excepted.
"""

from taskbook.addin.build import ADDIN as ADDIN
from taskbook.addin.build import Sources as Sources
from taskbook.addin.build import addin_bytes as addin_bytes
from taskbook.addin.build import build_addin as build_addin
from taskbook.addin.build import read_sources as read_sources
