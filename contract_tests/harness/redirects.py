"""What to do about a backend that redirects the first request: the address that works, if any."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit


def redirect_problem(base_url: str, method: str, path: str, location: str) -> str:
    """Say where a request was redirected to, and which address to name instead.

    location: of the response, absolute or relative; "": it had none.
    """
    if not location:
        return f"redirects {method} {path} without saying where to."
    told = f"redirects {method} {path} to {location}"
    target = urlsplit(urljoin(base_url + path, location))
    address, came_from = f"{target.scheme}://{target.netloc}", urlsplit(base_url + path)
    if target.netloc == came_from.netloc and target.path == came_from.path + "/":
        return (
            f"{told}: the contract's paths end without a slash, so no address helps; let the "
            f"backend answer {path} itself."
        )
    for wanted in (path, f"{path}/"):
        if target.scheme in ("http", "https") and target.path.endswith(wanted):
            prefix = target.path.removesuffix(wanted)
            return f"{told}: name that address, shopstub check {address}{prefix}"
    return f"{told}: is a login or another site in front of it? Name the backend's own address."
