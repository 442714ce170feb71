"""Whether a body points to a file on a network disk in place of one attached to it."""

from __future__ import annotations

import re

from taskbook import wording

_ADDRESSES = re.compile(
    r"(?i)ftnexs_download|/ftn/download|mail\.ftn\.qq\.com|large-attachment|/bigattach|bigfile\.|/largeattach|u\.163\.com/"
    r"|fs\.163\.com|pan\.baidu\.com|share\.weiyun\.com|weiyun\.com|al[iy]+(?:un)?(?:drive|pan)\.com|lanzou\w*\.com|123pan\.com"
    r"|cloud\.189\.cn|caiyun\.(?:139|feixin)|yun\.139\.com|pan\.quark\.cn|115\.com/s/|ctfile\.com|docs\.qq\.com|kdocs\.cn"
    r"|wenshushu\.cn|cowtransfer\.com|jianguoyun\.com/p/|netdisk|/coremail/s\?func=lf|/cgi-bin/(?:download|ftnexs)|onedrive\.live"
    r"|sharepoint\.com/|nfs\.|filetransfer"
)


def holds_links(text: str, markup: str) -> bool:
    """Whether the plain `text` or the `markup` (html) of a body speaks of a file that lies elsewhere."""
    whole = f"{text}\n{markup}"
    return bool(_ADDRESSES.search(whole)) or any(word in whole for word in wording.LINK_WORDS)
