"""X's own rules for texts: those of twitter-text-parser, with a module of ours in place of one of its own.

It reads its table of emoji through pkg_resources, which setuptools 82 has dropped
(https://github.com/swen128/twitter-text-python), so that `import twitter_text` fails. Here its modules are
found in this package, after ours: they import each other relatively, and find our `extract_emojis`.
"""

from __future__ import annotations

from importlib.util import find_spec

_library = find_spec("twitter_text")
if _library is None or _library.submodule_search_locations is None:
    raise ImportError("twitter-text-parser is not installed")
__path__ += list(_library.submodule_search_locations)
